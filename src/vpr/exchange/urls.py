from django.urls import URLPattern, URLResolver, path

from vpr.exchange.views import monitoring, receipt, school

app_name = "exchange"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", school.steps, name="steps"),
    path("forms/<str:code>/form.xlsx", school.form, name="form"),
    path("forms/<str:code>/upload/", school.upload, name="upload"),
    path("schools/<str:unit>/", school.school, name="school"),
    path("schools/<str:unit>/<str:code>/", school.versions, name="versions"),
    path("receipts/<str:number>/", receipt.receipt, name="receipt"),
    path("receipts/<str:number>/receipt.pdf", receipt.receipt_pdf, name="receipt_pdf"),
    path("receipts/<str:number>/receipt.vprr", receipt.receipt_file, name="receipt_file"),
    path("receipts/<str:number>/original", receipt.original, name="original"),
    path("receipts/<str:number>/marked.xlsx", receipt.marked, name="marked"),
    path("receipts/<str:number>/changes/", receipt.changes, name="changes"),
    path("receipts.pub", receipt.public_key, name="public_key"),
    path("monitoring/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<str:unit>/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<str:unit>/monitoring.xlsx", monitoring.monitoring_table, name="monitoring_table"),
    path("monitoring/<str:unit>/contacts/", monitoring.contacts, name="contacts"),
    path("monitoring/<str:unit>/contacts.xlsx", monitoring.contacts_table, name="contacts_table"),
    path("monitoring/<str:unit>/remind/", monitoring.remind, name="remind"),
]
