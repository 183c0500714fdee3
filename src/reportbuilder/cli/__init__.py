"""The command line: arguments in; exit codes, progress and problems in words out.

Every command calls the public API (`reportbuilder.api`) and shows what it gives. Nothing else imports this room.
"""
