"""Problems that are about a whole file or folder, so that they name no line in it."""

WHOLE = frozenset(
    {
        # a file that is not there, cannot be opened, or is no text
        "file-access", "file-empty", "file-kind", "file-missing", "file-outside", "file-unreadable", "chart-unknown",
        "data-large", "style-file", "xlsx-locked", "xlsx-unreadable", "artwork-missing",
        "verapdf-missing",
        # folders of a project
        "edition-unknown", "project-unknown", "report-none", "report-unknown", "output-outside", "output-unwritable",
        # files of versions
        "diff-no-version", "font-changed", "release-busy", "release-exists", "release-journal", "release-same",
        "release-system", "release-unused", "release-unwritable", "snapshot-link", "snapshot-name", "snapshot-missing",
        "snapshot-damaged", "version-differs", "version-file", "version-unbuilt", "version-unreadable",
        "version-unknown", "version-order", "register-damaged", "rebuild-added", "rebuild-missing", "rebuild-differs",
        "rebuild-tool",
        # files of packages
        "archive-changed", "archive-exists", "archive-metadata", "archive-size", "archive-verapdf", "bag-added",
        "bag-changed", "bag-declaration", "bag-fetch", "bag-form", "bag-invalid", "bag-manifest", "bag-missing",
        "bag-oxum", "bag-renamed", "package-foreign", "package-newer", "key-password", "key-unreadable",
        # finished PDFs: the words name the page
        "promise-unjudged", "verapdf", "imposition-unreadable", "imposition-sizes", "imposition-thickness",
        # the command itself: its place is an option, a variable of the environment, or the report that it was given
        "sign-missing", "source-date", "plugin-broken", "system-killed", "system-memory", "version-number",
        "version-words",
    }
)  # fmt: skip
