"""Reads a deployment back through the AWS API: what deploy.sh asks between its steps.

  deploy.py prepare                      makes the table that nobody may use
  deploy.py readback SETTINGS DIRECTORY  every resource is what the description says
  deploy.py refused SETTINGS DIRECTORY   the role's credentials are good for what is allowed, and nothing else
  deploy.py gone                         nothing is left

SETTINGS: the variables given to Terraform, as JSON. DIRECTORY has Terraform's resources.txt and
outputs.json; what deploy.js needs is written there. The endpoint, the region and an administrator's
credentials: the AWS_* variables.
One line for each check: `ok …` or `not ok …`; exit 1 where one failed.
"""

import base64
import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path

import boto3
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
ZIP = ROOT / "dist/lambda/function.zip"
OTHER_TABLE = "another-table"
failures = 0


def check(name, actual, expected):
    global failures
    if actual == expected:
        print(f"ok {name}")
        return
    failures += 1
    print(f"not ok {name}\n    expected {expected!r}\n    got      {actual!r}")


def pick(source, *names):
    return {name: source.get(name) for name in names}


def tables_of(settings):
    """The tables that there must be, each as CreateTable takes it."""
    if settings.get("tables_file"):
        return json.loads((DEPLOY / settings["tables_file"]).read_text())
    return [{
        "TableName": "lambda-apigateway",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    }]


def read_tables(settings):
    client = boto3.client("dynamodb")
    tables = tables_of(settings)
    names = [name for name in client.list_tables()["TableNames"] if name != OTHER_TABLE]
    check("the tables", sorted(names), sorted(table["TableName"] for table in tables))
    return [read_table(client, table) for table in tables]


def read_table(client, definition):
    name = definition["TableName"]
    table = client.describe_table(TableName=name)["Table"]
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    check(f"the key of {name}", table["KeySchema"], definition["KeySchema"])
    by_name = lambda entry: entry["AttributeName"]
    attributes = [sorted(source["AttributeDefinitions"], key=by_name) for source in (table, definition)]
    check(f"the key attributes of {name}", *attributes)
    for kind in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
        indexes = [
            {index["IndexName"]: pick(index, "KeySchema", "Projection") for index in source.get(kind) or []}
            for source in (table, definition)
        ]
        check(f"the {kind} of {name}", *indexes)
    check(f"{name} is on demand", table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST")
    recovery = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    check(f"{name} has point-in-time recovery", recovery, "ENABLED")
    living = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    expected = definition.get("TimeToLiveSpecification") or {}
    check(
        f"the time to live of {name}",
        (living["TimeToLiveStatus"], living.get("AttributeName")),
        ("ENABLED" if expected.get("Enabled") else "DISABLED", expected.get("AttributeName")),
    )
    return table["TableArn"]


def read_log_groups(settings):
    groups = boto3.client("logs").describe_log_groups()["logGroups"]
    access = ["/aws/apigateway/DynamoDBOperations/Prod"] if settings.get("access_logs") else []
    check(
        "the log groups, and their days",
        {group["logGroupName"]: group.get("retentionInDays") for group in groups},
        {name: 14 for name in ["/aws/lambda/LambdaFunctionOverHttps", *access]},
    )
    return {group["logGroupName"]: group["logGroupArn"] for group in groups}


def read_role(settings, table_arns, log_group_arn):
    iam = boto3.client("iam")
    role = iam.get_role(RoleName="lambda-apigateway-role")["Role"]
    check("only Lambda may have the role", role["AssumeRolePolicyDocument"]["Statement"], [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    ])
    attached = iam.list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"]
    check("the role has no policy of others", attached, [])
    policies = {
        name: iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]
    }
    operations = policies.pop("operations", {"Statement": []})["Statement"]
    check("the role's policy allows", {statement["Effect"] for statement in operations}, {"Allow"})
    check("the role may do what the operations need, and no more", permissions(operations), {
        (action, resource.replace("${table_arn}", arn).replace("${log_group_arn}", log_group_arn))
        for action, resource in permissions(statements_of(settings))
        for arn in table_arns
    })
    traces = [statement for policy in policies.values() for statement in policy["Statement"]]
    check("the role may send traces only where they are on", traces, [{
        "Sid": "Traces",
        "Effect": "Allow",
        "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        "Resource": "*",
    }] if settings.get("tracing") else [])
    return role["Arn"]


def statements_of(settings):
    """The statements of policy.json for the operations that are allowed."""
    statements = json.loads((DEPLOY / "policy.json").read_text())["Statement"]
    allowed = settings.get("allowed_operations")
    if allowed is None:
        return statements
    sids = {"Logs", *(name[0].upper() + name[1:] for name in allowed)}
    return [statement for statement in statements if statement["Sid"] in sids]


def permissions(statements):
    return {
        (action, resource)
        for statement in statements
        for action in statement["Action"]
        for resource in statement["Resource"]
    }


def read_function(settings, role_arn):
    client = boto3.client("lambda")
    function = client.get_function(FunctionName="LambdaFunctionOverHttps")["Configuration"]
    names = ("Runtime", "Handler", "Role", "MemorySize", "Timeout", "Architectures")
    check("the function's settings", pick(function, *names), {
        "Runtime": "nodejs22.x",
        "Handler": "index.handler",
        "Role": role_arn,
        "MemorySize": 256,
        "Timeout": 29,
        "Architectures": ["arm64"],
    })
    digest = hashlib.sha256(ZIP.read_bytes()).digest()
    check("the function's code is the bundle", function["CodeSha256"], base64.b64encode(digest).decode())
    check("the function's environment", function["Environment"]["Variables"], {
        "ALLOWED_TABLES": ",".join(table["TableName"] for table in tables_of(settings)),
        "ALLOWED_OPERATIONS": ",".join(settings.get("allowed_operations") or "*"),
        "BARE_ERROR": "answer" if settings.get("integration") == "lambda" else "message",
        "LOG_LEVEL": "info",
    })
    mode = "Active" if settings.get("tracing") else "PassThrough"
    check("the function's tracing", function["TracingConfig"]["Mode"], mode)
    return function


def read_permission(function_arn, api_id):
    try:
        policy = json.loads(boto3.client("lambda").get_policy(FunctionName=function_arn)["Policy"])
    except ClientError:
        policy = {"Statement": []}
    region, account = function_arn.split(":")[3:5]
    statements = [{name: value for name, value in s.items() if name != "Sid"} for s in policy["Statement"]]
    check("one method of one stage may invoke the function", statements, [{
        "Effect": "Allow",
        "Action": "lambda:InvokeFunction",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Resource": function_arn,
        "Condition": {"ArnLike": {
            "AWS:SourceArn": f"arn:aws:execute-api:{region}:{account}:{api_id}/Prod/POST/dynamodbmanager"
        }},
    }])
    return policy


def read_api(settings, function_arn):
    client = boto3.client("apigateway")
    apis = client.get_rest_apis()["items"]
    check("one REST API", [pick(api, "name", "endpointConfiguration") for api in apis], [
        {"name": "DynamoDBOperations", "endpointConfiguration": {"types": ["REGIONAL"]}}
    ])
    api_id = apis[0]["id"]
    resources = client.get_resources(restApiId=api_id, embed=["methods"])["items"]
    methods = {
        (name, resource["path"]): method
        for resource in resources
        for name, method in resource.get("resourceMethods", {}).items()
    }
    check("its only method", list(methods), [("POST", "/dynamodbmanager")])
    method = methods["POST", "/dynamodbmanager"]
    check("who may call it", pick(method, "authorizationType", "apiKeyRequired"), {
        "authorizationType": "NONE",
        "apiKeyRequired": settings.get("api_key", False),
    })
    integration = method.get("methodIntegration", {})
    is_proxy = settings.get("integration") != "lambda"
    check("the integration's type", integration.get("type"), "AWS_PROXY" if is_proxy else "AWS")
    region = function_arn.split(":")[3]
    check("what the integration invokes", pick(integration, "httpMethod", "uri", "timeoutInMillis"), {
        "httpMethod": "POST",
        "uri": f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function_arn}/invocations",
        "timeoutInMillis": 29000,
    })
    read_responses(method, integration, is_proxy)
    return api_id, methods


def read_responses(method, integration, is_proxy):
    expected = [] if is_proxy else json.loads((DEPLOY / "responses.json").read_text())
    statuses = {} if is_proxy else {"200": {}}
    answers = {} if is_proxy else {"200": {"pattern": None, "headers": {}, "templates": {}}}
    for response in expected:
        headers = {f"method.response.header.{name}": value for name, value in response["headers"].items()}
        statuses[response["status"]] = {name: True for name in headers}
        answers[response["status"]] = {
            "pattern": response["pattern"],
            "headers": {name: f"'{value}'" for name, value in headers.items()},
            "templates": {"application/json": response["template"]},
        }
    # A proxy integration has no responses of its own; the fake shows a default one.
    made = {} if is_proxy else integration.get("integrationResponses", {})
    check("the method's responses", {
        status: response.get("responseParameters", {})
        for status, response in method.get("methodResponses", {}).items()
    }, statuses)
    check("the integration's responses", {
        status: {
            "pattern": response.get("selectionPattern") or None,
            "headers": response.get("responseParameters", {}),
            "templates": response.get("responseTemplates", {}),
        }
        for status, response in made.items()
    }, answers)


def read_stage(settings, api_id, log_groups):
    client = boto3.client("apigateway")
    stages = client.get_stages(restApiId=api_id)["item"]
    check("its only stage", [stage["stageName"] for stage in stages], ["Prod"])
    stage = stages[0]
    deployments = [deployment["id"] for deployment in client.get_deployments(restApiId=api_id)["items"]]
    check("the stage has the one deployment", deployments, [stage["deploymentId"]])
    throttling = ("throttlingRateLimit", "throttlingBurstLimit")
    check(
        "the stage's throttling",
        {path: pick(method, *throttling) for path, method in stage["methodSettings"].items()},
        {"*/*": dict(zip(throttling, (100, 200)))},
    )
    check("the stage's tracing", stage.get("tracingEnabled", False), settings.get("tracing", False))
    access = stage.get("accessLogSettings") or {}
    expected = log_groups.get("/aws/apigateway/DynamoDBOperations/Prod")
    check("where the stage logs", access.get("destinationArn"), expected)
    if access:
        line = json.loads(access["format"])
        check("a line of the access log has both request ids", pick(line, "requestId", "functionRequestId"), {
            "requestId": "$context.requestId",
            "functionRequestId": "$context.awsEndpointRequestId",
        })
    return stages


def read_keys(settings, api_id):
    client = boto3.client("apigateway")
    keys = client.get_api_keys(includeValues=True)["items"]
    plans = client.get_usage_plans()["items"]
    wanted = settings.get("api_key", False)
    check("the API keys", [key["name"] for key in keys], ["DynamoDBOperations-client"] if wanted else [])
    check("the usage plans", [pick(plan, "name", "apiStages", "throttle") for plan in plans], [{
        "name": "DynamoDBOperations-clients",
        "apiStages": [{"apiId": api_id, "stage": "Prod"}],
        "throttle": {"rateLimit": 100, "burstLimit": 200},
    }] if wanted else [])
    if wanted and keys and plans:
        members = client.get_usage_plan_keys(usagePlanId=plans[0]["id"])["items"]
        check("the plan has the key", [member["id"] for member in members], [keys[0]["id"]])
    return keys[0]["value"] if keys else None


def read_outputs(settings, directory, api_id, key):
    outputs = json.loads((directory / "outputs.json").read_text())
    region = os.environ["AWS_REGION"]
    url = f"https://{api_id}.execute-api.{region}.amazonaws.com/Prod/dynamodbmanager"
    table = tables_of(settings)[0]["TableName"]
    expected = {"invoke_url": url, "table_name": table, **({"api_key": key} if key else {})}
    check("the outputs", {name: output["value"] for name, output in outputs.items() if output["value"]}, expected)


# The types that the functions above read; a resource of another type would go unnoticed.
READ = {
    "terraform_data",
    "aws_dynamodb_table",
    "aws_cloudwatch_log_group",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_lambda_function",
    "aws_lambda_permission",
    "aws_api_gateway_rest_api",
    "aws_api_gateway_resource",
    "aws_api_gateway_method",
    "aws_api_gateway_method_response",
    "aws_api_gateway_integration",
    "aws_api_gateway_integration_response",
    "aws_api_gateway_deployment",
    "aws_api_gateway_stage",
    "aws_api_gateway_method_settings",
    "aws_api_gateway_api_key",
    "aws_api_gateway_usage_plan",
    "aws_api_gateway_usage_plan_key",
}


def readback(settings_text, directory_name):
    settings = json.loads(settings_text)
    directory = Path(directory_name)
    types = {address.split(".")[0] for address in (directory / "resources.txt").read_text().split()}
    check("every resource is of a type that is read back", types - READ, set())
    table_arns = read_tables(settings)
    log_groups = read_log_groups(settings)
    role_arn = read_role(settings, table_arns, log_groups["/aws/lambda/LambdaFunctionOverHttps"])
    function = read_function(settings, role_arn)
    api_id, methods = read_api(settings, function["FunctionArn"])
    policy = read_permission(function["FunctionArn"], api_id)
    stages = read_stage(settings, api_id, log_groups)
    read_outputs(settings, directory, api_id, read_keys(settings, api_id))
    write_deployed(settings, directory, function, policy, api_id, methods, stages)


def write_deployed(settings, directory, function, policy, api_id, methods, stages):
    role = boto3.client("sts").assume_role(RoleArn=function["Role"], RoleSessionName="verify")["Credentials"]
    deployed = {
        "tables": tables_of(settings),
        "operations": settings.get("allowed_operations"),
        "function": function,
        "policy": policy,
        "api": api_id,
        "stages": [stage["stageName"] for stage in stages],
        "methods": [{"method": name, "path": path, **method} for (name, path), method in methods.items()],
        "credentials": {
            "AWS_ACCESS_KEY_ID": role["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": role["SecretAccessKey"],
            "AWS_SESSION_TOKEN": role["SessionToken"],
        },
    }
    (directory / "deployed.json").write_text(json.dumps(deployed, default=str))
    with zipfile.ZipFile(ZIP) as code:
        code.extractall(directory / "function")


def refused(settings_text, directory):
    settings = json.loads(settings_text)
    credentials = json.loads((Path(directory) / "deployed.json").read_text())["credentials"]
    client = boto3.client("dynamodb", **{name.lower(): value for name, value in credentials.items()})
    denied = "AccessDeniedException"
    allowed = {action.removeprefix("dynamodb:") for action, _ in permissions(statements_of(settings))}
    for definition in tables_of(settings):
        for name, call in calls_on(client, definition).items():
            may = name.split()[0] in allowed
            table = definition["TableName"]
            code_of(f"{name} is {'allowed' if may else 'refused'} on {table}", None if may else denied, call)
    other = {"TableName": OTHER_TABLE, "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
    other["AttributeDefinitions"] = [{"AttributeName": "id", "AttributeType": "S"}]
    for name, call in calls_on(client, other).items():
        code_of(f"{name} is refused on another table", denied, call)
    code_of("ListTables, which no operation needs, is refused", denied, client.list_tables)


def calls_on(client, definition):
    """A call for each action on a table; those that nobody may do are among them."""
    table = definition["TableName"]
    types = {entry["AttributeName"]: entry["AttributeType"] for entry in definition["AttributeDefinitions"]}
    key = {part["AttributeName"]: {types[part["AttributeName"]]: "1"} for part in definition["KeySchema"]}
    partition = definition["KeySchema"][0]["AttributeName"]
    condition = {
        "KeyConditionExpression": "#partition = :partition",
        "ExpressionAttributeNames": {"#partition": partition},
        "ExpressionAttributeValues": {":partition": key[partition]},
    }
    of_table = {"TableName": table}
    check = {**of_table, "Key": key, "ConditionExpression": f"attribute_not_exists({partition})"}
    change = {"UpdateExpression": "SET changed = :one", "ExpressionAttributeValues": {":one": {"S": "1"}}}
    select = {"Statement": f'SELECT * FROM "{table}"'}
    calls = {
        "PutItem": lambda: client.put_item(**of_table, Item=key),
        "GetItem": lambda: client.get_item(**of_table, Key=key),
        "UpdateItem": lambda: client.update_item(**of_table, Key=key, **change),
        "Scan": lambda: client.scan(**of_table),
        "Query": lambda: client.query(**of_table, **condition),
        "DescribeTable": lambda: client.describe_table(**of_table),
        "BatchGetItem": lambda: client.batch_get_item(RequestItems={table: {"Keys": [key]}}),
        "BatchWriteItem": lambda: client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": key}}]}),
        "DeleteItem": lambda: client.delete_item(**of_table, Key=key),
        "ConditionCheckItem": lambda: client.transact_write_items(TransactItems=[{"ConditionCheck": check}]),
        "PartiQLSelect": lambda: client.execute_statement(**select),
        "PartiQLSelect in a batch": lambda: client.batch_execute_statement(Statements=[select]),
        "UpdateTable": lambda: client.update_table(**of_table, DeletionProtectionEnabled=True),
        "DeleteTable": lambda: client.delete_table(**of_table),
    }
    # An index's name is looked at after the permission: on another table there need be none.
    indexes = definition.get("GlobalSecondaryIndexes", []) + definition.get("LocalSecondaryIndexes", [])
    for index in [entry["IndexName"] for entry in indexes] or (["by-name"] if table == OTHER_TABLE else []):
        calls[f"Scan of {index}"] = lambda index=index: client.scan(**of_table, IndexName=index)
    return calls


def code_of(name, expected, call):
    try:
        call()
        code = None
    except ClientError as error:
        code = error.response["Error"]["Code"]
    check(name, code, expected)


def gone():
    gateway = boto3.client("apigateway")
    left = {
        "tables": boto3.client("dynamodb").list_tables()["TableNames"],
        "roles": [role["RoleName"] for role in boto3.client("iam").list_roles()["Roles"]],
        "functions": [f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"]],
        "APIs": gateway.get_rest_apis()["items"],
        "keys": gateway.get_api_keys()["items"],
        "usage plans": gateway.get_usage_plans()["items"],
        "log groups": boto3.client("logs").describe_log_groups()["logGroups"],
    }
    for what, names in left.items():
        check(f"no {what} are left", [name for name in names if name != OTHER_TABLE], [])


def prepare():
    boto3.client("dynamodb").create_table(
        TableName=OTHER_TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"prepare": prepare, "readback": readback, "refused": refused, "gone": gone}[command](*arguments)
    sys.exit(1 if failures else 0)
