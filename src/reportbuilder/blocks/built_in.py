"""The registration of the kinds of blocks that come with the program."""

from reportbuilder.blocks.activities import ActivitiesSettings, read_activities
from reportbuilder.blocks.lead import Lead
from reportbuilder.blocks.margin_notes import MarginFigure, MarginNote
from reportbuilder.blocks.status_bar import StatusBar, StatusBarSettings
from reportbuilder.blocks.status_overview import StatusOverview, StatusOverviewSettings
from reportbuilder.registry import Plugin

register = Plugin("blocks")
register.directive("activities", settings=ActivitiesSettings)(read_activities)
register.block("lead")(Lead)
register.block("margin-note")(MarginNote)
register.block("margin-figure", needs="its figure")(MarginFigure)
register.block("status-bar", settings=StatusBarSettings)(StatusBar)
register.block("status-overview", settings=StatusOverviewSettings)(StatusOverview)
