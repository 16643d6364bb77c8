resource "aws_api_gateway_api_key" "client" {
  count = var.api_key ? 1 : 0

  name = "${var.api_name}-client"
}

resource "aws_api_gateway_usage_plan" "clients" {
  count = var.api_key ? 1 : 0

  name = "${var.api_name}-clients"

  api_stages {
    api_id = aws_api_gateway_rest_api.operations.id
    stage  = aws_api_gateway_stage.prod.stage_name
  }

  throttle_settings {
    rate_limit  = var.throttling_rate
    burst_limit = var.throttling_burst
  }
}

resource "aws_api_gateway_usage_plan_key" "client" {
  count = var.api_key ? 1 : 0

  usage_plan_id = aws_api_gateway_usage_plan.clients[0].id
  key_id        = aws_api_gateway_api_key.client[0].id
  key_type      = "API_KEY"
}
