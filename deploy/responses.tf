# What the non-proxy integration needs: a response for each status. The proxy integration has none of them.
# responses.json is made of the catalogue of errors: npm run documents.
locals {
  responses = {
    for response in jsondecode(file("${path.module}/responses.json")) : response.status => response
    if var.integration == "lambda"
  }
}

resource "aws_api_gateway_method_response" "success" {
  count = var.integration == "lambda" ? 1 : 0

  rest_api_id = aws_api_gateway_rest_api.operations.id
  resource_id = aws_api_gateway_resource.manager.id
  http_method = aws_api_gateway_method.post.http_method
  status_code = "200"
}

# Without a pattern it is the default, without a template it passes the function's result on.
resource "aws_api_gateway_integration_response" "success" {
  count = var.integration == "lambda" ? 1 : 0

  rest_api_id = aws_api_gateway_rest_api.operations.id
  resource_id = aws_api_gateway_resource.manager.id
  http_method = aws_api_gateway_integration.function.http_method
  status_code = aws_api_gateway_method_response.success[0].status_code
}

resource "aws_api_gateway_method_response" "failure" {
  for_each = local.responses

  rest_api_id = aws_api_gateway_rest_api.operations.id
  resource_id = aws_api_gateway_resource.manager.id
  http_method = aws_api_gateway_method.post.http_method
  status_code = each.key

  response_parameters = {
    for name, value in each.value.headers : "method.response.header.${name}" => true
  }
}

resource "aws_api_gateway_integration_response" "failure" {
  for_each = local.responses

  rest_api_id       = aws_api_gateway_rest_api.operations.id
  resource_id       = aws_api_gateway_resource.manager.id
  http_method       = aws_api_gateway_integration.function.http_method
  status_code       = aws_api_gateway_method_response.failure[each.key].status_code
  selection_pattern = each.value.pattern

  response_parameters = {
    for name, value in each.value.headers : "method.response.header.${name}" => "'${value}'"
  }

  response_templates = {
    "application/json" = each.value.template
  }
}
