"""The house style: `style.yaml` to frozen values."""
