# An integration cannot change its type, and to replace it on the same method deletes the new one with the
# old: what a deployment depends on is made anew before the old is deleted, and both have one name. So
# another type is another API, made beside the old one. Its URL is another one too.
resource "terraform_data" "integration" {
  input = var.integration
}

resource "aws_api_gateway_rest_api" "operations" {
  name        = var.api_name
  description = "Operations on tables of DynamoDB."

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.integration]
  }
}

resource "aws_api_gateway_resource" "manager" {
  rest_api_id = aws_api_gateway_rest_api.operations.id
  parent_id   = aws_api_gateway_rest_api.operations.root_resource_id
  path_part   = "dynamodbmanager"
}

resource "aws_api_gateway_method" "post" {
  rest_api_id      = aws_api_gateway_rest_api.operations.id
  resource_id      = aws_api_gateway_resource.manager.id
  http_method      = "POST"
  authorization    = "NONE"
  api_key_required = var.api_key
}

resource "aws_api_gateway_integration" "function" {
  rest_api_id             = aws_api_gateway_rest_api.operations.id
  resource_id             = aws_api_gateway_resource.manager.id
  http_method             = aws_api_gateway_method.post.http_method
  integration_http_method = "POST"
  type                    = var.integration == "proxy" ? "AWS_PROXY" : "AWS"
  uri                     = aws_lambda_function.manager.invoke_arn
  timeout_milliseconds    = 29000
}

resource "aws_api_gateway_deployment" "current" {
  rest_api_id = aws_api_gateway_rest_api.operations.id

  # A deployment is a copy of the API: whatever is deployed is named here.
  triggers = {
    api = sha256(jsonencode([
      aws_api_gateway_resource.manager.id,
      aws_api_gateway_resource.manager.path,
      aws_api_gateway_method.post.id,
      aws_api_gateway_method.post.api_key_required,
      aws_api_gateway_integration.function.id,
      aws_api_gateway_integration.function.type,
      aws_api_gateway_integration.function.uri,
      local.responses
    ]))
  }

  depends_on = [
    aws_api_gateway_integration_response.success,
    aws_api_gateway_integration_response.failure
  ]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id          = aws_api_gateway_rest_api.operations.id
  deployment_id        = aws_api_gateway_deployment.current.id
  stage_name           = var.stage_name
  xray_tracing_enabled = var.tracing

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.access

    content {
      destination_arn = access_log_settings.value.arn
      format = jsonencode({
        requestId         = "$context.requestId"
        functionRequestId = "$context.awsEndpointRequestId"
        traceId           = "$context.xrayTraceId"
        time              = "$context.requestTime"
        sourceIp          = "$context.identity.sourceIp"
        method            = "$context.httpMethod"
        path              = "$context.path"
        status            = "$context.status"
        responseBytes     = "$context.responseLength"
        ms                = "$context.responseLatency"
        functionMs        = "$context.integrationLatency"
        error             = "$context.error.responseType"
      })
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "access" {
  count = var.access_logs ? 1 : 0

  name              = "/aws/apigateway/${var.api_name}/${var.stage_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.operations.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit  = var.throttling_rate
    throttling_burst_limit = var.throttling_burst
  }
}
