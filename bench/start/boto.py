"""Runs the same operations on boto3's table resource, as people write them by hand in Python."""

import boto3


def handler(event, context):
    operation = event["operation"]
    payload = event.get("payload")
    if operation == "ping":
        return "pong"
    if operation == "echo":
        return payload
    table = boto3.resource("dynamodb").Table(event["tableName"])
    calls = {
        "create": table.put_item,
        "read": table.get_item,
        "update": table.update_item,
        "delete": table.delete_item,
        "list": table.scan,
    }
    return calls[operation](**payload)
