"""What a person writes: lines of JSON into a batch_writer. boto_import.py ENDPOINT FILE"""
import json
import sys
from decimal import Decimal

import boto3

table = boto3.resource('dynamodb', endpoint_url=sys.argv[1]).Table('items')
with open(sys.argv[2]) as file, table.batch_writer() as batch:
    for line in file:
        batch.put_item(Item=json.loads(line, parse_float=Decimal))
