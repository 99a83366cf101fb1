from django.urls import URLPattern, URLResolver, path

from vpr.exchange.views import grid, monitoring, publications, publishing, receipt, school

app_name = "exchange"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", school.steps, name="steps"),
    path("forms/<str:code>/form.xlsx", school.form, name="form"),
    path("forms/<str:code>/upload/", school.upload, name="upload"),
    path("forms/<str:code>/grid/", grid.grid, name="grid"),
    path("forms/<str:code>/grid/draft", grid.grid_draft, name="grid_draft"),
    path("forms/<str:code>/help/", grid.form_help, name="form_help"),
    path("schools/<str:unit>/", school.school, name="school"),
    path("schools/<str:unit>/<str:code>/", school.versions, name="versions"),
    path("receipts/<str:number>/", receipt.receipt, name="receipt"),
    path("receipts/<str:number>/receipt.pdf", receipt.receipt_pdf, name="receipt_pdf"),
    path("receipts/<str:number>/receipt.vprr", receipt.receipt_file, name="receipt_file"),
    path("receipts/<str:number>/original", receipt.original, name="original"),
    path("receipts/<str:number>/marked.xlsx", receipt.marked, name="marked"),
    path("receipts/<str:number>/changes/", receipt.changes, name="changes"),
    path("receipts.pub", receipt.public_key, name="public_key"),
    path("publications/", publications.publications, name="publications"),
    path("publications/new/", publishing.new_publication, name="new_publication"),
    path("publications/<int:key>/", publications.publication, name="publication"),
    path("publications/<int:key>/edit/", publishing.edit_publication, name="edit_publication"),
    path("publications/<int:key>/publish/", publishing.publish, name="publish"),
    path("publications/<int:key>/unplan/", publishing.unplan, name="unplan"),
    path("publications/<int:key>/withdraw/", publishing.withdraw, name="withdraw"),
    path("publications/<int:key>/readers/", publishing.readers, name="publication_readers"),
    path("publications/<int:key>/remind/", publishing.remind_readers, name="remind_readers"),
    path("publications/<int:key>/<int:number>/<int:file>/", publications.publication_file, name="publication_file"),
    path("monitoring/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<str:unit>/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<str:unit>/monitoring.xlsx", monitoring.monitoring_table, name="monitoring_table"),
    path("monitoring/<str:unit>/contacts/", monitoring.contacts, name="contacts"),
    path("monitoring/<str:unit>/contacts.xlsx", monitoring.contacts_table, name="contacts_table"),
    path("monitoring/<str:unit>/remind/", monitoring.remind, name="remind"),
]
