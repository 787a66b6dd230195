"""The rooms of the desk, in the order of its navigation. Each room brings its own addresses."""

from lscp.desk.clocks import urls as clocks
from lscp.desk.committee import urls as committee
from lscp.desk.home import urls as home
from lscp.desk.journal import urls as journal
from lscp.desk.meetings import urls as meetings
from lscp.desk.partnership import urls as partnership
from lscp.desk.report import urls as report
from lscp.desk.reviews import urls as reviews
from lscp.desk.scorecard import urls as scorecard
from lscp.desk.search import urls as search
from lscp.desk.thread import urls as thread

urlpatterns = [
    *home.urlpatterns,
    *thread.urlpatterns,
    *committee.urlpatterns,
    *meetings.urlpatterns,
    *reviews.urlpatterns,
    *clocks.urlpatterns,
    *partnership.urlpatterns,
    *scorecard.urlpatterns,
    *report.urlpatterns,
    *search.urlpatterns,
    *journal.urlpatterns,
]
