"""The handler that does nothing."""


def handler(event, context):
    return event
