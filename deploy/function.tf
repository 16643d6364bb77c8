locals {
  function_zip = "${path.module}/../dist/lambda/function.zip"
  is_built     = fileexists(local.function_zip)
}

resource "aws_iam_role" "function" {
  name = var.role_name

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

# policy.json is made of the operation table, a statement for each operation: npm run documents. Those for the same
# resources become one: a role's policies have room for 10,240 characters, and every table is named in each statement.
locals {
  allowed_statements = [
    for statement in jsondecode(file("${path.module}/policy.json")).Statement : statement
    if var.allowed_operations == null ? true : contains(
      concat(["logs"], [for name in var.allowed_operations : lower(name)]), lower(statement.Sid)
    )
  ]
  statements_by_resource = {
    for statement in local.allowed_statements : jsonencode(statement.Resource) => statement...
  }
  statements = [
    for resources, statements in local.statements_by_resource : {
      Sid    = join("", statements[*].Sid)
      Effect = "Allow"
      Action = distinct(flatten(statements[*].Action))
      Resource = distinct(flatten([
        for resource in jsondecode(resources) : [
          for arn in local.table_arns : replace(replace(resource,
            "$${table_arn}", arn),
          "$${log_group_arn}", aws_cloudwatch_log_group.function.arn)
        ]
      ]))
    }
  ]
}

resource "aws_iam_role_policy" "function" {
  name = "operations"
  role = aws_iam_role.function.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.statements
  })
}

resource "aws_iam_role_policy" "tracing" {
  count = var.tracing ? 1 : 0

  name = "tracing"
  role = aws_iam_role.function.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "Traces"
      Effect = "Allow"
      Action = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      # These two know no resource: AWS takes them in this form only.
      # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
      Resource = "*"
    }]
  })
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.function_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "manager" {
  function_name    = var.function_name
  role             = aws_iam_role.function.arn
  filename         = local.function_zip
  source_code_hash = local.is_built ? filebase64sha256(local.function_zip) : null
  handler          = "index.handler"
  runtime          = var.runtime
  architectures    = ["arm64"]
  memory_size      = var.memory_mb
  timeout          = var.timeout_s

  environment {
    variables = {
      # The function refuses other tables before IAM does.
      ALLOWED_TABLES     = join(",", local.table_names)
      ALLOWED_OPERATIONS = var.allowed_operations == null ? "*" : join(",", var.allowed_operations)
      # The non-proxy integration sees an error's message only: responses.json.
      BARE_ERROR = var.integration == "lambda" ? "answer" : "message"
      LOG_LEVEL  = var.log_level
    }
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  # Without its log group, the first invocation would make one that is kept for ever.
  depends_on = [
    aws_cloudwatch_log_group.function,
    aws_iam_role_policy.function,
    aws_iam_role_policy.tracing
  ]

  lifecycle {
    precondition {
      condition     = local.is_built
      error_message = "There is no function yet: run npm ci && npm run build:lambda first."
    }
  }
}

# One method of one stage of this API, and nothing else, may invoke the function.
resource "aws_lambda_permission" "method" {
  function_name = aws_lambda_function.manager.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.operations.execution_arn}/${var.stage_name}/POST${aws_api_gateway_resource.manager.path}"
}
