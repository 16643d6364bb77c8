"""Reads a deployment back through the AWS API: what deploy.sh asks between its steps.

  deploy.py prepare                      makes the table that nobody may use
  deploy.py readback SETTINGS DIRECTORY  every resource is what the description says
  deploy.py refused DIRECTORY            the role's credentials are good for nothing else
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


def read_table():
    client = boto3.client("dynamodb")
    table = client.describe_table(TableName="lambda-apigateway")["Table"]
    backups = client.describe_continuous_backups(TableName="lambda-apigateway")["ContinuousBackupsDescription"]
    check("the table's key is id: S", (table["KeySchema"], table["AttributeDefinitions"]), (
        [{"AttributeName": "id", "KeyType": "HASH"}],
        [{"AttributeName": "id", "AttributeType": "S"}],
    ))
    check("the table is on demand", table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST")
    recovery = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    check("the table has point-in-time recovery", recovery, "ENABLED")
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


def read_role(settings, table_arn, log_group_arn):
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
    template = (DEPLOY / "policy.json").read_text()
    expected = template.replace("${table_arn}", table_arn).replace("${log_group_arn}", log_group_arn)
    check("the role's policy is that of the operations", policies.pop("operations", None), json.loads(expected))
    traces = [statement for policy in policies.values() for statement in policy["Statement"]]
    check("the role may send traces only where they are on", traces, [{
        "Sid": "Traces",
        "Effect": "Allow",
        "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        "Resource": "*",
    }] if settings.get("tracing") else [])
    return role["Arn"]


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
        "ALLOWED_TABLES": "lambda-apigateway",
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


def read_outputs(directory, api_id, key):
    outputs = json.loads((directory / "outputs.json").read_text())
    region = os.environ["AWS_REGION"]
    url = f"https://{api_id}.execute-api.{region}.amazonaws.com/Prod/dynamodbmanager"
    expected = {"invoke_url": url, "table_name": "lambda-apigateway", **({"api_key": key} if key else {})}
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
    table_arn = read_table()
    log_groups = read_log_groups(settings)
    role_arn = read_role(settings, table_arn, log_groups["/aws/lambda/LambdaFunctionOverHttps"])
    function = read_function(settings, role_arn)
    api_id, methods = read_api(settings, function["FunctionArn"])
    policy = read_permission(function["FunctionArn"], api_id)
    stages = read_stage(settings, api_id, log_groups)
    read_outputs(directory, api_id, read_keys(settings, api_id))
    write_deployed(directory, function, policy, api_id, methods, stages)


def write_deployed(directory, function, policy, api_id, methods, stages):
    role = boto3.client("sts").assume_role(RoleArn=function["Role"], RoleSessionName="verify")["Credentials"]
    deployed = {
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


def refused(directory):
    credentials = json.loads((Path(directory) / "deployed.json").read_text())["credentials"]
    client = boto3.client("dynamodb", **{name.lower(): value for name, value in credentials.items()})
    key, item, table = {"id": {"S": "x"}}, {"id": {"S": "x"}}, "lambda-apigateway"
    code_of("PutItem is allowed on the table", None, client.put_item, TableName=table, Item=item)
    denied = "AccessDeniedException"
    other = {"TableName": OTHER_TABLE}
    code_of("PutItem is refused on another table", denied, client.put_item, **other, Item=item)
    code_of("GetItem is refused on another table", denied, client.get_item, **other, Key=key)
    code_of("DeleteItem is refused on another table", denied, client.delete_item, **other, Key=key)
    code_of("Scan is refused on another table", denied, client.scan, **other)
    code_of("Scan is refused on another table's index", denied, client.scan, **other, IndexName="by-name")
    condition = {"KeyConditionExpression": "id = :id", "ExpressionAttributeValues": {":id": {"S": "x"}}}
    code_of("DeleteTable is refused", denied, client.delete_table, TableName=table)
    put = {table: [{"PutRequest": {"Item": item}}]}
    select = {"Statement": f'SELECT * FROM "{table}"'}
    calls = {
        "Query": (client.query, {"TableName": table, **condition}),
        "DescribeTable": (client.describe_table, {"TableName": table}),
        "ListTables": (client.list_tables, {}),
        "BatchGetItem": (client.batch_get_item, {"RequestItems": {table: {"Keys": [key]}}}),
        "BatchWriteItem": (client.batch_write_item, {"RequestItems": put}),
        "PartiQLSelect": (client.execute_statement, select),
        "PartiQLSelect in a batch": (client.batch_execute_statement, {"Statements": [select]}),
    }
    allowed = allowed_actions()
    for name, (call, arguments) in calls.items():
        if name.split()[0] in allowed:
            continue
        code_of(f"{name}, which no operation needs, is refused", denied, call, **arguments)


def allowed_actions():
    statements = json.loads((DEPLOY / "policy.json").read_text())["Statement"]
    return {action.removeprefix("dynamodb:") for statement in statements for action in statement["Action"]}


def code_of(name, expected, call, **arguments):
    try:
        call(**arguments)
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
