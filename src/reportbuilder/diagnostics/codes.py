"""The codes of diagnostics: what each is called, how severe it is, and which exit code it leads to."""

from __future__ import annotations

from enum import Enum, IntEnum, StrEnum
from typing import NamedTuple


class ExitCode(IntEnum):
    """The exit codes of the command line; part of the user interface."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    PROJECT = 3
    MISSING_TOOL = 4
    FILE = 5
    STANDARD = 6
    UNJUDGED = 7
    INTERNAL = 70
    SYSTEM = 71
    INTERRUPTED = 130

    @property
    def gravity(self) -> int:
        """The order of exit codes by severity: by number, with UNJUDGED below every error."""
        return 0 if self is ExitCode.DONE else 1 if self is ExitCode.UNJUDGED else self.value + 1


class Severity(Enum):
    """How much a problem matters: an error stops the build, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class DiagnosticCode(StrEnum):
    """The base of enums of codes: a member is its name in messages (`"csv-number"`), a severity and an exit code.

    It has no members, so that a plug-in can define codes of its own in a subclass.
    """

    severity: Severity
    exit_code: ExitCode

    def __new__(
        cls, value: str, severity: Severity = Severity.ERROR, exit_code: ExitCode = ExitCode.CONTENT
    ) -> DiagnosticCode:
        """A member; its value is the name alone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.severity = severity
        member.exit_code = exit_code
        return member


class Code(DiagnosticCode):
    """Every code of the program."""

    ACTION_BY_ITSELF = "action-by-itself", Severity.ERROR, ExitCode.STANDARD
    ACTION_FORBIDDEN = "action-forbidden", Severity.ERROR, ExitCode.STANDARD
    ACTION_ON_CLICK = "action-on-click", Severity.ERROR, ExitCode.STANDARD
    ACTUAL_TEXT_ENCODING = "actual-text-encoding", Severity.ERROR, ExitCode.STANDARD
    AGREE_CHANGE = "agree-change", Severity.WARNING
    AGREE_DIRECTION = "agree-direction", Severity.WARNING
    AGREE_MULTIPLE = "agree-multiple", Severity.WARNING
    AGREE_NORM = "agree-norm", Severity.WARNING
    AGREE_PERIOD = "agree-period", Severity.WARNING
    AGREE_RANKING = "agree-ranking", Severity.WARNING
    AGREE_ROUGHLY = "agree-roughly", Severity.NOTE
    AGREE_VALUE = "agree-value", Severity.WARNING
    ALT_REPEATS = "alt-repeats", Severity.NOTE
    ANNOTATION_APPEARANCE = "annotation-appearance", Severity.ERROR, ExitCode.STANDARD
    ANNOTATION_FLAGS = "annotation-flags", Severity.ERROR, ExitCode.STANDARD
    ANNOTATION_FORBIDDEN = "annotation-forbidden", Severity.ERROR, ExitCode.STANDARD
    ANNOTATION_IN_PRINT = "annotation-in-print", Severity.ERROR, ExitCode.STANDARD
    ANNOTATION_TRAPNET = "annotation-trapnet", Severity.ERROR, ExitCode.STANDARD
    ANNOTATION_UNTAGGED = "annotation-untagged", Severity.ERROR, ExitCode.STANDARD
    ANNOTATION_WITHOUT_WORDS = "annotation-without-words", Severity.ERROR, ExitCode.STANDARD
    ARCHIVE_CHANGED = "archive-changed", Severity.WARNING
    ARCHIVE_COLUMN = "archive-column", Severity.NOTE
    ARCHIVE_EXISTS = "archive-exists", Severity.ERROR, ExitCode.FILE
    ARCHIVE_METADATA = "archive-metadata"
    ARCHIVE_MISSING = "archive-missing"
    ARCHIVE_NAME = "archive-name", Severity.WARNING
    ARCHIVE_RETENTION = "archive-retention"
    ARCHIVE_SIZE = "archive-size"
    ARCHIVE_VERAPDF = "archive-verapdf", Severity.NOTE
    ARTIFACT_IN_CONTENT = "artifact-in-content", Severity.ERROR, ExitCode.STANDARD
    ARTWORK_ATTRIBUTE = "artwork-attribute", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_COLOUR = "artwork-colour", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_ELEMENT = "artwork-element", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_GRADIENT = "artwork-gradient", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_MISSING = "artwork-missing", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_SHAPE = "artwork-shape", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_SIZE = "artwork-size", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_SYNTAX = "artwork-syntax", Severity.ERROR, ExitCode.PROJECT
    ARTWORK_VALUE = "artwork-value", Severity.ERROR, ExitCode.PROJECT
    BAG_ADDED = "bag-added"
    BAG_CHANGED = "bag-changed"
    BAG_DECLARATION = "bag-declaration"
    BAG_FETCH = "bag-fetch", Severity.NOTE
    BAG_FORM = "bag-form", Severity.WARNING
    BAG_INVALID = "bag-invalid"
    BAG_MANIFEST = "bag-manifest"
    BAG_MISSING = "bag-missing"
    BAG_OXUM = "bag-oxum"
    BAG_RENAMED = "bag-renamed"
    BLACK_KNOCKS_OUT = "black-knocks-out", Severity.ERROR, ExitCode.STANDARD
    BLEED_TOO_SMALL = "bleed-too-small", Severity.ERROR, ExitCode.STANDARD
    BLEND_MODE_UNKNOWN = "blend-mode-unknown", Severity.ERROR, ExitCode.STANDARD
    BLENDING_SPACE_WRONG = "blending-space-wrong", Severity.ERROR, ExitCode.STANDARD
    BLOCK_PLACE = "block-place"
    BLOCK_SMALLER = "block-smaller", Severity.WARNING
    BLOCK_TOO_TALL = "block-too-tall"
    BLOCKQUOTE = "blockquote"
    BODY_TEXT_COLOURED = "body-text-coloured", Severity.ERROR, ExitCode.STANDARD
    BOOKMARKS_MISSING = "bookmarks-missing", Severity.ERROR, ExitCode.STANDARD
    BOX_OUTSIDE = "box-outside", Severity.ERROR, ExitCode.STANDARD
    BOXES_NOT_NESTED = "boxes-not-nested", Severity.ERROR, ExitCode.STANDARD
    CATALOG_FORBIDDEN = "catalog-forbidden", Severity.ERROR, ExitCode.STANDARD
    CELL_WITHOUT_HEADER = "cell-without-header", Severity.ERROR, ExitCode.STANDARD
    CHART_COLOUR = "chart-colour"
    CHART_DRAWING = "chart-drawing"
    CHART_EMPTY = "chart-empty"
    CHART_HEIGHT = "chart-height", Severity.NOTE
    CHART_INDEX = "chart-index"
    CHART_KEY = "chart-key"
    CHART_MISSING = "chart-missing"
    CHART_NEGATIVE = "chart-negative"
    CHART_NORM = "chart-norm"
    CHART_PART_MISSING = "chart-part-missing", Severity.WARNING
    CHART_REGIONS = "chart-regions"
    CHART_REGION_UNKNOWN = "chart-region-unknown"
    CHART_ROW = "chart-row"
    CHART_SETTINGS = "chart-settings"
    CHART_SHAPE = "chart-shape"
    CHART_SYNTAX = "chart-syntax"
    CHART_UNKNOWN = "chart-unknown"
    CHART_UNKNOWN_NAME = "chart-unknown-name"
    CHART_VALUE = "chart-value"
    CODE_WITHOUT_UNICODE = "code-without-unicode", Severity.ERROR, ExitCode.STANDARD
    COLOUR_CONVERTED = "colour-converted", Severity.ERROR, ExitCode.STANDARD
    COLOUR_OF_SCREEN = "colour-of-screen", Severity.ERROR, ExitCode.STANDARD
    COLUMN_DUPLICATE = "column-duplicate"
    COLUMN_UNKNOWN = "column-unknown"
    COLUMN_UNNAMED = "column-unnamed"
    CONTENT_IN_ARTIFACT = "content-in-artifact", Severity.ERROR, ExitCode.STANDARD
    COVER_CROWDED = "cover-crowded"
    COVER_WRAP = "cover-wrap", Severity.ERROR, ExitCode.PROJECT
    CSV_SYNTAX = "csv-syntax"
    CSV_UNEVEN = "csv-uneven"
    DATA_COMPARISON = "data-comparison"
    DATA_DECIMAL_POINT = "data-decimal-point", Severity.WARNING
    DATA_DUPLICATE_ID = "data-duplicate-id"
    DATA_ERROR = "data-error"
    DATA_FORMULA = "data-formula"
    DATA_ID = "data-id"
    DATA_LARGE = "data-large"
    DATA_LETTER = "data-letter", Severity.WARNING
    DATA_MIXED = "data-mixed", Severity.WARNING
    DATA_NORM = "data-norm"
    DATA_NORM_YEAR = "data-norm-year", Severity.WARNING
    DATA_NOT_A_NUMBER = "data-not-a-number"
    DATA_STATUS = "data-status"
    DATA_UNIT = "data-unit"
    DECLARATION_FILE = "declaration-file"
    DECLARATION_KEY = "declaration-key"
    DECLARATION_MISSING = "declaration-missing"
    DECLARATION_STRAY = "declaration-stray", Severity.WARNING
    DECLARATION_SYNTAX = "declaration-syntax"
    DECLARATION_VALUE = "declaration-value"
    DERIVED_CELL = "derived-cell"
    DERIVED_EMPTY = "derived-empty", Severity.WARNING
    DERIVED_TWICE = "derived-twice"
    DERIVED_TYPED = "derived-typed"
    DERIVED_WORDS = "derived-words"
    DESIGN_UNKNOWN = "design-unknown"
    DEVICE_COLOUR_UNDEFINED = "device-colour-undefined", Severity.ERROR, ExitCode.STANDARD
    DIFF_NO_VERSION = "diff-no-version"
    DIRECTIVE_ARGUMENT = "directive-argument"
    DIRECTIVE_BODY = "directive-body"
    DIRECTIVE_EMPTY = "directive-empty"
    DIRECTIVE_END = "directive-end"
    DIRECTIVE_KEY = "directive-key"
    DIRECTIVE_MISSING = "directive-missing"
    DIRECTIVE_NAME = "directive-name"
    DIRECTIVE_PLACE = "directive-place"
    DIRECTIVE_SETTINGS = "directive-settings"
    DIRECTIVE_SYNTAX = "directive-syntax"
    DIRECTIVE_UNKNOWN = "directive-unknown"
    DIRECTIVE_VALUE = "directive-value"
    EDGE_WITHOUT_BLEED = "edge-without-bleed", Severity.ERROR, ExitCode.STANDARD
    EDITION_UNKNOWN = "edition-unknown", Severity.ERROR, ExitCode.USAGE
    ELEMENT_EMPTY = "element-empty", Severity.ERROR, ExitCode.STANDARD
    END_WRONG = "end-wrong", Severity.ERROR, ExitCode.STANDARD
    EXPRESSION_EMPTY = "expression-empty"
    EXPRESSION_FILE = "expression-file"
    EXPRESSION_FORBIDDEN = "expression-forbidden"
    EXPRESSION_LONG = "expression-long"
    EXPRESSION_MISSING = "expression-missing"
    EXPRESSION_NAME = "expression-name"
    EXPRESSION_SOURCE = "expression-source"
    EXPRESSION_SYNTAX = "expression-syntax"
    EXPRESSION_TYPE = "expression-type"
    EXPRESSION_UNCLOSED = "expression-unclosed"
    EXPRESSION_UNROUNDED = "expression-unrounded"
    EXPRESSION_WORD = "expression-word"
    EXPRESSION_YEAR = "expression-year"
    EXPRESSION_ZERO = "expression-zero"
    FIGURE_ALT = "figure-alt"
    FIGURE_MISSING = "figure-missing"
    FIGURE_UNMENTIONED = "figure-unmentioned", Severity.NOTE
    FIGURE_WITHOUT_ALT = "figure-without-alt", Severity.ERROR, ExitCode.STANDARD
    FIGURE_WITHOUT_BOX = "figure-without-box", Severity.ERROR, ExitCode.STANDARD
    FILE_ACCESS = "file-access"
    FILE_DAMAGED = "file-damaged", Severity.ERROR, ExitCode.STANDARD
    FILE_EMBEDDED = "file-embedded", Severity.ERROR, ExitCode.STANDARD
    FILE_EMPTY = "file-empty"
    FILE_ENCODING = "file-encoding"
    FILE_ENCODING_ASSUMED = "file-encoding-assumed", Severity.NOTE
    FILE_KIND = "file-kind"
    FILE_MISSING = "file-missing"
    FILE_ODD = "file-odd", Severity.ERROR, ExitCode.STANDARD
    FILE_OUTSIDE = "file-outside"
    FILE_UNREADABLE = "file-unreadable", Severity.ERROR, ExitCode.FILE
    FILTER_FORBIDDEN = "filter-forbidden", Severity.ERROR, ExitCode.STANDARD
    FLOWABLE_FONT = "flowable-font", Severity.WARNING
    FLOWABLE_LEFT_OUT = "flowable-left-out", Severity.WARNING
    FONT_BROKEN = "font-broken", Severity.ERROR, ExitCode.STANDARD
    FONT_CHANGED = "font-changed"
    FONT_NOT_EMBEDDED = "font-not-embedded", Severity.ERROR, ExitCode.STANDARD
    FONT_WITHOUT_MAP = "font-without-map", Severity.ERROR, ExitCode.STANDARD
    FONT_WITHOUT_UNICODE = "font-without-unicode", Severity.ERROR, ExitCode.STANDARD
    FOOTNOTE_DUPLICATE = "footnote-duplicate"
    FOOTNOTE_PLACE = "footnote-place"
    FOOTNOTE_UNKNOWN = "footnote-unknown"
    FOOTNOTE_UNUSED = "footnote-unused", Severity.WARNING
    FORM_DRAWN_TWICE = "form-drawn-twice", Severity.ERROR, ExitCode.STANDARD
    FORM_FIELDS_FORBIDDEN = "form-fields-forbidden", Severity.ERROR, ExitCode.STANDARD
    FORMAT_UNIT = "format-unit"
    FORMULA_WITHOUT_ALT = "formula-without-alt", Severity.ERROR, ExitCode.STANDARD
    FRONT_MATTER = "front-matter"
    GLYPH_MISSING = "glyph-missing", Severity.ERROR, ExitCode.STANDARD
    GRAPHICS_STATE_FORBIDDEN = "graphics-state-forbidden", Severity.ERROR, ExitCode.STANDARD
    HAIRLINE = "hairline", Severity.ERROR, ExitCode.STANDARD
    HAS_A_CLAIM = "has-a-claim", Severity.ERROR, ExitCode.STANDARD
    HAS_DATES = "has-dates", Severity.ERROR, ExitCode.STANDARD
    HAS_DISPLAYED_TITLE = "has-displayed-title", Severity.ERROR, ExitCode.STANDARD
    HAS_DOCUMENT_IDS = "has-document-ids", Severity.ERROR, ExitCode.STANDARD
    HAS_FILE_ID = "has-file-id", Severity.ERROR, ExitCode.STANDARD
    HAS_LANGUAGE = "has-language", Severity.ERROR, ExitCode.STANDARD
    HAS_MARKED = "has-marked", Severity.ERROR, ExitCode.STANDARD
    HAS_METADATA = "has-metadata", Severity.ERROR, ExitCode.STANDARD
    HAS_OUTPUT_INTENT = "has-output-intent", Severity.ERROR, ExitCode.STANDARD
    HAS_PAGES = "has-pages", Severity.ERROR, ExitCode.STANDARD
    HAS_PRESS_INTENT = "has-press-intent", Severity.ERROR, ExitCode.STANDARD
    HAS_STRUCTURE = "has-structure", Severity.ERROR, ExitCode.STANDARD
    HAS_TITLE = "has-title", Severity.ERROR, ExitCode.STANDARD
    HAS_TRAPPED = "has-trapped", Severity.ERROR, ExitCode.STANDARD
    HAS_UA_CLAIM = "has-ua-claim", Severity.ERROR, ExitCode.STANDARD
    HAS_X_CLAIM = "has-x-claim", Severity.ERROR, ExitCode.STANDARD
    HEADER_EMPTY = "header-empty", Severity.NOTE
    HEADER_OF_HEADER_UNKNOWN = "header-of-header-unknown", Severity.ERROR, ExitCode.STANDARD
    HEADER_WITHOUT_SCOPE = "header-without-scope", Severity.ERROR, ExitCode.STANDARD
    HEADER_WRONG = "header-wrong", Severity.ERROR, ExitCode.STANDARD
    HEADERS_UNKNOWN = "headers-unknown", Severity.ERROR, ExitCode.STANDARD
    HEADING_EMPTY = "heading-empty"
    HEADING_MIXED = "heading-mixed", Severity.ERROR, ExitCode.STANDARD
    HEADING_PLACE = "heading-place"
    HEADING_SKIPPED = "heading-skipped", Severity.ERROR, ExitCode.STANDARD
    HEADING_TITLE = "heading-title"
    HEADINGS_TOGETHER = "headings-together", Severity.ERROR, ExitCode.STANDARD
    HOLDS_SCRIPTS = "holds-scripts", Severity.ERROR, ExitCode.STANDARD
    HTML = "html"
    ID_TWICE = "id-twice", Severity.ERROR, ExitCode.STANDARD
    IMAGE_COARSE = "image-coarse", Severity.ERROR, ExitCode.STANDARD
    IMAGE_ENDING = "image-ending", Severity.WARNING
    IMAGE_FORBIDDEN = "image-forbidden", Severity.ERROR, ExitCode.STANDARD
    IMAGE_IN_TEXT = "image-in-text"
    IMAGE_INK = "image-ink", Severity.NOTE
    IMAGE_INK_PEAKS = "image-ink-peaks", Severity.ERROR, ExitCode.STANDARD
    IMAGE_INK_UNKNOWN = "image-ink-unknown", Severity.ERROR, ExitCode.STANDARD
    IMAGE_INKS = "image-inks", Severity.NOTE
    IMAGE_PICTURES = "image-pictures", Severity.WARNING
    IMAGE_PROFILE = "image-profile"
    IMAGE_PROFILE_UNUSABLE = "image-profile-unusable", Severity.WARNING
    IMAGE_REPLACED = "image-replaced", Severity.ERROR, ExitCode.STANDARD
    IMAGE_RESOLUTION = "image-resolution", Severity.ERROR, ExitCode.STANDARD
    IMAGE_RESOLUTION_LOW = "image-resolution-low", Severity.WARNING
    IMAGE_TOO_COARSE = "image-too-coarse", Severity.ERROR, ExitCode.STANDARD
    IMAGE_TOO_LARGE = "image-too-large"
    IMAGE_UNREADABLE = "image-unreadable"
    IMPOSITION_SIZES = "imposition-sizes", Severity.ERROR, ExitCode.FILE
    IMPOSITION_THICKNESS = "imposition-thickness", Severity.ERROR, ExitCode.USAGE
    IMPOSITION_UNREADABLE = "imposition-unreadable", Severity.ERROR, ExitCode.FILE
    INDICATOR_UNKNOWN = "indicator-unknown"
    INFO_DIFFERS = "info-differs", Severity.ERROR, ExitCode.STANDARD
    INK_EXCEEDED = "ink-exceeded", Severity.ERROR, ExitCode.STANDARD
    KEY_EXPIRED = "key-expired", Severity.ERROR, ExitCode.FILE
    KEY_FIGURE_TOO_WIDE = "key-figure-too-wide"
    KEY_PASSWORD = "key-password", Severity.ERROR, ExitCode.USAGE
    KEY_UNREADABLE = "key-unreadable", Severity.ERROR, ExitCode.FILE
    LABEL_DUPLICATE = "label-duplicate"
    LABEL_PLACE = "label-place"
    LABEL_SYNTAX = "label-syntax"
    LABEL_UNKNOWN = "label-unknown"
    LANGUAGE_EMPTY = "language-empty", Severity.ERROR, ExitCode.STANDARD
    LANGUAGE_OUTDATED = "language-outdated", Severity.ERROR, ExitCode.STANDARD
    LANGUAGE_UNKNOWN = "language-unknown", Severity.ERROR, ExitCode.STANDARD
    LAYERS_WRONG = "layers-wrong", Severity.ERROR, ExitCode.STANDARD
    LAYOUT_UNSETTLED = "layout-unsettled", Severity.WARNING
    LIMIT_EXCEEDED = "limit-exceeded", Severity.ERROR, ExitCode.STANDARD
    LINE_LOOSE = "line-loose", Severity.NOTE
    LINE_OVERFULL = "line-overfull", Severity.WARNING
    LINK_TARGET = "link-target"
    LINK_UNTAGGED = "link-untagged", Severity.ERROR, ExitCode.STANDARD
    LINK_UNUSED = "link-unused"
    LINK_VAGUE = "link-vague", Severity.NOTE
    LINK_WITHOUT_ANNOTATION = "link-without-annotation", Severity.ERROR, ExitCode.STANDARD
    LINK_WITHOUT_CONTENT = "link-without-content", Severity.ERROR, ExitCode.STANDARD
    LINK_WITHOUT_WORDS = "link-without-words", Severity.ERROR, ExitCode.STANDARD
    LIST_NESTING = "list-nesting", Severity.ERROR, ExitCode.STANDARD
    LIST_NUMBER = "list-number", Severity.NOTE
    LIST_WITHOUT_NUMBERING = "list-without-numbering", Severity.ERROR, ExitCode.STANDARD
    MARK_TOO_NEAR = "mark-too-near", Severity.ERROR, ExitCode.STANDARD
    MARKS_UNBALANCED = "marks-unbalanced", Severity.ERROR, ExitCode.STANDARD
    MCID_CLAIMED_TWICE = "mcid-claimed-twice", Severity.ERROR, ExitCode.STANDARD
    MCID_MISSING = "mcid-missing", Severity.ERROR, ExitCode.STANDARD
    MCID_TWICE = "mcid-twice", Severity.ERROR, ExitCode.STANDARD
    MCID_UNCLAIMED = "mcid-unclaimed", Severity.ERROR, ExitCode.STANDARD
    METADATA_HEADER = "metadata-header", Severity.ERROR, ExitCode.STANDARD
    METADATA_UNREADABLE = "metadata-unreadable", Severity.ERROR, ExitCode.STANDARD
    NEXT_KEY_WRONG = "next-key-wrong", Severity.ERROR, ExitCode.STANDARD
    NORM_MISSING = "norm-missing"
    NOTDEF_USED = "notdef-used", Severity.ERROR, ExitCode.STANDARD
    NOTE_ID_TWICE = "note-id-twice", Severity.ERROR, ExitCode.STANDARD
    NOTE_WITHOUT_ID = "note-without-id", Severity.ERROR, ExitCode.STANDARD
    NUMBER_AMBIGUOUS = "number-ambiguous"
    NUMBER_AMBIGUOUS_TYPED = "number-ambiguous-typed", Severity.WARNING
    NUMBER_NOTATION = "number-notation"
    OPERATOR_SKIPPED = "operator-skipped", Severity.ERROR, ExitCode.STANDARD
    OPERATOR_UNKNOWN = "operator-unknown", Severity.ERROR, ExitCode.STANDARD
    OUTPUT_OUTSIDE = "output-outside", Severity.ERROR, ExitCode.FILE
    OUTPUT_PROFILE_WRONG = "output-profile-wrong", Severity.ERROR, ExitCode.STANDARD
    OUTPUT_UNWRITABLE = "output-unwritable", Severity.ERROR, ExitCode.FILE
    PACKAGE_CONTENT = "package-content", Severity.ERROR, ExitCode.FILE
    PACKAGE_DAMAGED = "package-damaged", Severity.ERROR, ExitCode.FILE
    PACKAGE_ENTRY = "package-entry", Severity.ERROR, ExitCode.FILE
    PACKAGE_FONT = "package-font", Severity.ERROR, ExitCode.FILE
    PACKAGE_FOREIGN = "package-foreign", Severity.NOTE
    PACKAGE_FORM = "package-form", Severity.ERROR, ExitCode.FILE
    PACKAGE_LINK = "package-link", Severity.ERROR, ExitCode.FILE
    PACKAGE_METADATA = "package-metadata", Severity.ERROR, ExitCode.FILE
    PACKAGE_NEWER = "package-newer", Severity.ERROR, ExitCode.FILE
    PACKAGE_NONE = "package-none", Severity.ERROR, ExitCode.FILE
    PACKAGE_ROOM = "package-room", Severity.ERROR, ExitCode.FILE
    PACKAGE_SCHEMA = "package-schema", Severity.ERROR, ExitCode.FILE
    PACKAGE_SIZE = "package-size", Severity.ERROR, ExitCode.FILE
    PACKAGE_TABLE = "package-table", Severity.ERROR, ExitCode.FILE
    PACKAGE_VERSION = "package-version", Severity.ERROR, ExitCode.FILE
    PAGE_UNFINISHED = "page-unfinished", Severity.ERROR, ExitCode.STANDARD
    PARENT_KEY_TWICE = "parent-key-twice", Severity.ERROR, ExitCode.STANDARD
    PARENT_MISSING = "parent-missing", Severity.ERROR, ExitCode.STANDARD
    PARENT_TREE_WRONG = "parent-tree-wrong", Severity.ERROR, ExitCode.STANDARD
    PARENT_WRONG = "parent-wrong", Severity.ERROR, ExitCode.STANDARD
    PART_DUPLICATE = "part-duplicate"
    PERCENT_FRACTION = "percent-fraction", Severity.WARNING
    PICTURE_OFF_PAGE = "picture-off-page"
    PLUGIN_BLOCK = "plugin-block"
    PLUGIN_BROKEN = "plugin-broken", Severity.WARNING, ExitCode.PROJECT
    PLUGIN_FAILED = "plugin-failed", Severity.ERROR, ExitCode.PROJECT
    PRESS_ACTION = "press-action", Severity.ERROR, ExitCode.STANDARD
    PRESS_CONDITION_UNNAMED = "press-condition-unnamed", Severity.ERROR, ExitCode.STANDARD
    PRESS_CONDITION_UNREGISTERED = "press-condition-unregistered", Severity.ERROR, ExitCode.STANDARD
    PRESS_PROFILE_WRONG = "press-profile-wrong", Severity.ERROR, ExitCode.STANDARD
    PREVIOUS_CYCLE = "previous-cycle"
    PREVIOUS_LATER = "previous-later"
    PREVIOUS_OUTSIDE = "previous-outside"
    PREVIOUS_UNKNOWN = "previous-unknown", Severity.WARNING
    PREVIOUS_UNREAD = "previous-unread", Severity.NOTE
    PRINT_BLEED = "print-bleed", Severity.ERROR, ExitCode.STANDARD
    PRINT_CONVERTED = "print-converted", Severity.NOTE
    PRINT_HAIRLINE = "print-hairline", Severity.ERROR, ExitCode.STANDARD
    PRINT_INK = "print-ink", Severity.ERROR, ExitCode.STANDARD
    PRINT_PROFILE = "print-profile"
    PRINT_RICH_BLACK = "print-rich-black", Severity.ERROR, ExitCode.STANDARD
    PRINT_SMALL_TEXT = "print-small-text", Severity.ERROR, ExitCode.STANDARD
    PRINT_SPOT = "print-spot", Severity.ERROR, ExitCode.STANDARD
    PRINT_TEXT_INKS = "print-text-inks", Severity.ERROR, ExitCode.STANDARD
    PRIVATE_UNICODE = "private-unicode", Severity.ERROR, ExitCode.STANDARD
    PROJECT_UNKNOWN = "project-unknown", Severity.ERROR, ExitCode.USAGE
    PROMISE_UNJUDGED = "promise-unjudged", Severity.WARNING
    PROPERTIES_UNKNOWN = "properties-unknown", Severity.ERROR, ExitCode.STANDARD
    REBUILD_ADDED = "rebuild-added"
    REBUILD_DIFFERS = "rebuild-differs"
    REBUILD_MISSING = "rebuild-missing"
    REBUILD_TOOL = "rebuild-tool", Severity.WARNING
    REGISTER_ALTERED = "register-altered", Severity.ERROR, ExitCode.PROJECT
    REGISTER_DAMAGED = "register-damaged", Severity.ERROR, ExitCode.PROJECT
    REGISTER_KEY = "register-key", Severity.ERROR, ExitCode.PROJECT
    REGISTER_MISSING = "register-missing", Severity.ERROR, ExitCode.PROJECT
    REGISTER_NEWER = "register-newer", Severity.ERROR, ExitCode.PROJECT
    REGISTER_ORDER = "register-order", Severity.ERROR, ExitCode.PROJECT
    REGISTER_SYNTAX = "register-syntax", Severity.ERROR, ExitCode.PROJECT
    REGISTER_VALUE = "register-value", Severity.ERROR, ExitCode.PROJECT
    RELEASE_BUSY = "release-busy", Severity.ERROR, ExitCode.FILE
    RELEASE_ELSEWHERE = "release-elsewhere", Severity.ERROR, ExitCode.FILE
    RELEASE_EXISTS = "release-exists"
    RELEASE_JOURNAL = "release-journal", Severity.ERROR, ExitCode.FILE
    RELEASE_SAME = "release-same", Severity.NOTE
    RELEASE_SYSTEM = "release-system", Severity.ERROR, ExitCode.MISSING_TOOL
    RELEASE_UNUSED = "release-unused", Severity.NOTE
    RELEASE_UNWRITABLE = "release-unwritable", Severity.ERROR, ExitCode.FILE
    RELEASE_WARNINGS = "release-warnings"
    REPORT_EMPTY = "report-empty", Severity.ERROR, ExitCode.PROJECT
    REPORT_KEY = "report-key", Severity.ERROR, ExitCode.PROJECT
    REPORT_MISSING = "report-missing", Severity.ERROR, ExitCode.PROJECT
    REPORT_NONE = "report-none", Severity.ERROR, ExitCode.USAGE
    REPORT_SYNTAX = "report-syntax", Severity.ERROR, ExitCode.PROJECT
    REPORT_UNKNOWN = "report-unknown", Severity.ERROR, ExitCode.USAGE
    REPORT_VALUE = "report-value", Severity.ERROR, ExitCode.PROJECT
    RESOURCE_MISSING = "resource-missing", Severity.ERROR, ExitCode.STANDARD
    RESTATED = "restated", Severity.NOTE
    RESTATED_GONE = "restated-gone", Severity.NOTE
    RESTATED_PREVIOUS = "restated-previous"
    RESTATED_STALE = "restated-stale", Severity.NOTE
    RESTATED_TWICE = "restated-twice"
    RESTATED_UNKNOWN = "restated-unknown"
    ROLE_SYNTAX = "role-syntax"
    ROLE_UNKNOWN = "role-unknown"
    ROLE_VALUE = "role-value"
    RULE = "rule"
    RULES_KEY = "rules-key"
    RULES_MISSING = "rules-missing"
    RULES_PATTERN = "rules-pattern"
    RULES_STATUS = "rules-status"
    RULES_SYNTAX = "rules-syntax"
    RULES_VALUE = "rules-value"
    SHARES_MISSING = "shares-missing"
    SIGN_MISSING = "sign-missing", Severity.ERROR, ExitCode.MISSING_TOOL
    SIGNATURE_COPY = "signature-copy"
    SIGNATURE_NONE = "signature-none"
    SIGNATURE_UNCHECKED = "signature-unchecked", Severity.NOTE
    SIGNATURE_WRONG = "signature-wrong"
    SMALL_TEXT_INKS = "small-text-inks", Severity.ERROR, ExitCode.STANDARD
    SNAPSHOT_DAMAGED = "snapshot-damaged", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_ENTRY = "snapshot-entry", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_KEY = "snapshot-key", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_LINK = "snapshot-link", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_MISSING = "snapshot-missing", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_NAME = "snapshot-name", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_NEWER = "snapshot-newer", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_SIZE = "snapshot-size", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_SYNTAX = "snapshot-syntax", Severity.ERROR, ExitCode.PROJECT
    SNAPSHOT_VALUE = "snapshot-value", Severity.ERROR, ExitCode.PROJECT
    SOURCE_DATE = "source-date", Severity.ERROR, ExitCode.USAGE
    STATUS_FIGURES = "status-figures"
    STATUS_MISSING = "status-missing"
    STATUS_UNKNOWN = "status-unknown"
    STREAM_EXTERNAL = "stream-external", Severity.ERROR, ExitCode.STANDARD
    STYLE_COLOUR = "style-colour", Severity.ERROR, ExitCode.PROJECT
    STYLE_CONTRAST = "style-contrast", Severity.ERROR, ExitCode.PROJECT
    STYLE_EXTENDS = "style-extends", Severity.ERROR, ExitCode.PROJECT
    STYLE_FACE = "style-face", Severity.ERROR, ExitCode.PROJECT
    STYLE_FILE = "style-file", Severity.ERROR, ExitCode.PROJECT
    STYLE_FONT = "style-font", Severity.ERROR, ExitCode.PROJECT
    STYLE_FONT_DOUBTFUL = "style-font-doubtful", Severity.WARNING
    STYLE_FONT_MISSING = "style-font-missing", Severity.ERROR, ExitCode.MISSING_TOOL
    STYLE_GRID = "style-grid", Severity.WARNING
    STYLE_INK = "style-ink", Severity.ERROR, ExitCode.PROJECT
    STYLE_KEY = "style-key", Severity.ERROR, ExitCode.PROJECT
    STYLE_MISSING = "style-missing", Severity.ERROR, ExitCode.PROJECT
    STYLE_PAGE = "style-page", Severity.ERROR, ExitCode.PROJECT
    STYLE_PRINT = "style-print", Severity.ERROR, ExitCode.PROJECT
    STYLE_STATUS = "style-status", Severity.ERROR, ExitCode.PROJECT
    STYLE_SYNTAX = "style-syntax", Severity.ERROR, ExitCode.PROJECT
    STYLE_UNKNOWN = "style-unknown", Severity.ERROR, ExitCode.PROJECT
    STYLE_VALUE = "style-value", Severity.ERROR, ExitCode.PROJECT
    SUM_DOUBT = "sum-doubt", Severity.NOTE
    SUM_ITSELF = "sum-itself"
    SUM_PUBLISHED = "sum-published", Severity.WARNING
    SUM_SHARES = "sum-shares", Severity.WARNING
    SUM_TOTAL = "sum-total", Severity.WARNING
    SUM_TWICE = "sum-twice"
    SUM_UNCHECKED = "sum-unchecked", Severity.NOTE
    SUM_UNIT = "sum-unit"
    SUM_UNKNOWN = "sum-unknown"
    SUSPECTS = "suspects", Severity.ERROR, ExitCode.STANDARD
    SYSTEM_KILLED = "system-killed", Severity.ERROR, ExitCode.SYSTEM
    SYSTEM_MEMORY = "system-memory"
    TAB_ORDER_WRONG = "tab-order-wrong", Severity.ERROR, ExitCode.STANDARD
    TABLE_BODY = "table-body"
    TABLE_EMPTY = "table-empty"
    TABLE_HEADINGS = "table-headings"
    TABLE_IRREGULAR = "table-irregular", Severity.ERROR, ExitCode.STANDARD
    TABLE_MERGED = "table-merged"
    TABLE_NESTING = "table-nesting", Severity.ERROR, ExitCode.STANDARD
    TABLE_NOTE = "table-note"
    TABLE_TITLE = "table-title"
    TABLE_TOO_WIDE = "table-too-wide"
    TABLE_UNEVEN = "table-uneven"
    TABLE_WITHOUT_HEADERS = "table-without-headers", Severity.ERROR, ExitCode.STANDARD
    TEXT_CHARACTER = "text-character"
    TEXT_CODE = "text-code"
    TEXT_CONTRAST = "text-contrast"
    TEXT_DIRECTION = "text-direction"
    TEXT_LEFTOVER = "text-leftover"
    TEXT_LEFTOVER_LIKELY = "text-leftover-likely", Severity.WARNING
    TEXT_OFF_PAGE = "text-off-page"
    TEXT_OUTSIDE_FRAME = "text-outside-frame", Severity.WARNING
    TEXT_OVERLAP = "text-overlap"
    TEXT_STRUCK = "text-struck"
    TEXT_TOO_SMALL = "text-too-small", Severity.ERROR, ExitCode.STANDARD
    TOC_NESTING = "toc-nesting", Severity.ERROR, ExitCode.STANDARD
    TRANSPARENCY_UNDEFINED = "transparency-undefined", Severity.ERROR, ExitCode.STANDARD
    TRIM_BOX_MISSING = "trim-box-missing", Severity.ERROR, ExitCode.STANDARD
    TRIM_BOX_TWICE = "trim-box-twice", Severity.ERROR, ExitCode.STANDARD
    TYPE_CIRCULAR = "type-circular", Severity.ERROR, ExitCode.STANDARD
    TYPE_REMAPPED = "type-remapped", Severity.ERROR, ExitCode.STANDARD
    TYPE_UNKNOWN = "type-unknown", Severity.ERROR, ExitCode.STANDARD
    UA_SCHEMA_UNDESCRIBED = "ua-schema-undescribed", Severity.ERROR, ExitCode.STANDARD
    UNICODE_UNUSABLE = "unicode-unusable", Severity.ERROR, ExitCode.STANDARD
    UNMARKED_CONTENT = "unmarked-content", Severity.ERROR, ExitCode.STANDARD
    VERAPDF = "verapdf"
    VERAPDF_MISSING = "verapdf-missing", Severity.ERROR, ExitCode.MISSING_TOOL
    VERSION_DIFFERS = "version-differs"
    VERSION_FILE = "version-file"
    VERSION_NUMBER = "version-number"
    VERSION_ORDER = "version-order"
    VERSION_UNBUILT = "version-unbuilt", Severity.NOTE
    VERSION_UNKNOWN = "version-unknown"
    VERSION_UNNUMBERED = "version-unnumbered", Severity.NOTE
    VERSION_UNREADABLE = "version-unreadable"
    VERSION_WORDS = "version-words"
    WHITE_OVERPRINTS = "white-overprints", Severity.ERROR, ExitCode.STANDARD
    WIDTH_WRONG = "width-wrong", Severity.ERROR, ExitCode.STANDARD
    XLSX_ERROR = "xlsx-error"
    XLSX_FORMAT = "xlsx-format"
    XLSX_FORMULA = "xlsx-formula"
    XLSX_GAP = "xlsx-gap", Severity.WARNING
    XLSX_HIDDEN = "xlsx-hidden", Severity.WARNING
    XLSX_HIDDEN_VALUE = "xlsx-hidden-value", Severity.WARNING
    XLSX_LOCKED = "xlsx-locked"
    XLSX_MERGED = "xlsx-merged"
    XLSX_RANGE = "xlsx-range"
    XLSX_SHEET = "xlsx-sheet"
    XLSX_SHEETS = "xlsx-sheets", Severity.NOTE
    XLSX_TABLE = "xlsx-table"
    XLSX_UNREADABLE = "xlsx-unreadable"
    XOBJECT_ELSEWHERE = "xobject-elsewhere", Severity.ERROR, ExitCode.STANDARD
    XOBJECT_FORBIDDEN = "xobject-forbidden", Severity.ERROR, ExitCode.STANDARD
    YAML_DUPLICATE = "yaml-duplicate"
    YAML_SYNTAX = "yaml-syntax"


class SettingsCodes(NamedTuple):
    """The codes for what can be wrong with a file of settings, or the settings of a directive."""

    syntax: DiagnosticCode
    """It does not consist of lines `key: value`."""
    key: DiagnosticCode
    """A key is unknown."""
    value: DiagnosticCode
    """A value does not fit."""
    missing: DiagnosticCode
    """A key that must be there is not."""


REPORT_SETTINGS = SettingsCodes(Code.REPORT_SYNTAX, Code.REPORT_KEY, Code.REPORT_VALUE, Code.REPORT_MISSING)
STYLE_SETTINGS = SettingsCodes(Code.STYLE_SYNTAX, Code.STYLE_KEY, Code.STYLE_VALUE, Code.STYLE_MISSING)
CHART_SETTINGS = SettingsCodes(Code.CHART_SYNTAX, Code.CHART_KEY, Code.CHART_VALUE, Code.CHART_MISSING)
DECLARATION_SETTINGS = SettingsCodes(
    Code.DECLARATION_SYNTAX, Code.DECLARATION_KEY, Code.DECLARATION_VALUE, Code.DECLARATION_MISSING
)
RULES_SETTINGS = SettingsCodes(Code.RULES_SYNTAX, Code.RULES_KEY, Code.RULES_VALUE, Code.RULES_MISSING)
DIRECTIVE_SETTINGS = SettingsCodes(
    Code.DIRECTIVE_SYNTAX, Code.DIRECTIVE_KEY, Code.DIRECTIVE_VALUE, Code.DIRECTIVE_MISSING
)
REGISTER_SETTINGS = SettingsCodes(Code.REGISTER_SYNTAX, Code.REGISTER_KEY, Code.REGISTER_VALUE, Code.REGISTER_MISSING)
SNAPSHOT_SETTINGS = SettingsCodes(Code.SNAPSHOT_SYNTAX, Code.SNAPSHOT_KEY, Code.SNAPSHOT_VALUE, Code.SNAPSHOT_MISSING)
