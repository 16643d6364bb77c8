output "invoke_url" {
  description = "Where to send requests: POST, with an envelope as its body."
  value       = "${aws_api_gateway_stage.prod.invoke_url}${aws_api_gateway_resource.manager.path}"
}

output "table_name" {
  description = "The tableName for envelopes."
  value       = local.table_names[0]
}

output "api_key" {
  description = "For the header x-api-key; null where none is asked for."
  value       = one(aws_api_gateway_api_key.client[*].value)
  sensitive   = true
}
