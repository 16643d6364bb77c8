"""What a person writes: every page of a Scan, a line of JSON for each item. boto_export.py ENDPOINT FILE"""
import json
import sys

import boto3

client = boto3.client('dynamodb', endpoint_url=sys.argv[1])
with open(sys.argv[2], 'w') as file:
    for page in client.get_paginator('scan').paginate(TableName='items'):
        for item in page['Items']:
            file.write(json.dumps(item) + '\n')
