from django.urls import URLPattern, URLResolver, path

from vpr.support.views import moderating, reading, writing

app_name = "support"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.questions, name="questions"),
    path("frequent/", reading.faq, name="faq"),
    path("frequent/load/", moderating.load_answers, name="load_answers"),
    path("ask/", writing.ask, name="ask"),
    path("ask/similar/", writing.similar_questions, name="similar"),
    path("queue/", moderating.queue, name="queue"),
    path("<int:number>/", reading.question, name="question"),
    path("<int:number>/answer/", writing.answer, name="answer"),
    path("<int:number>/follow/", writing.follow, name="follow"),
    path("<int:number>/moderate/", moderating.moderate, name="moderate"),
    path("answers/<int:number>/accept/", writing.accept, name="accept"),
    path("answers/<int:number>/thank/", writing.thank, name="thank"),
    path("answers/<int:number>/moderate/", moderating.moderate_answer, name="moderate_answer"),
]
