from django.urls import path

from reports.views import chapters, owed, report

REPORT = "<slug:slug>/report/"
CHAPTER = f"{REPORT}chapters/<int:order>/"
TOPIC = f"{REPORT}topics/<slug:code>/"

urlpatterns = [
    path(REPORT, report.report, name="report"),
    path(f"{REPORT}owed/", owed.owed, name="owed"),
    path(f"{REPORT}owed/remind/", owed.owed_remind, name="owed_remind"),
    path(f"{REPORT}chapters/new/", chapters.chapter_new, name="chapter_new"),
    path(CHAPTER, chapters.chapter, name="chapter"),
    path(f"{CHAPTER}edit/", chapters.chapter_edit, name="chapter_edit"),
    path(f"{CHAPTER}up/", chapters.chapter_up, name="chapter_up"),
    path(f"{CHAPTER}sources/", chapters.chapter_sources, name="chapter_sources"),
    path(f"{CHAPTER}history/", chapters.chapter_history, name="chapter_history"),
    path(f"{REPORT}topics-new/", report.topic_new, name="topic_new"),
    path(TOPIC, report.topic_edit, name="topic_edit"),
    path(f"{TOPIC}up/", report.topic_up, name="topic_up"),
]
