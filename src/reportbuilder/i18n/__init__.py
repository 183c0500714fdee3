"""The room of i18n."""
