# The lab's table; tables of a file take its place.
resource "aws_dynamodb_table" "items" {
  count = var.tables_file == "" ? 1 : 0

  name         = var.table_name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

moved {
  from = aws_dynamodb_table.items
  to   = aws_dynamodb_table.items[0]
}

locals {
  # A list of tables, each with the parameters of CreateTable, as TABLES_FILE has it.
  table_list = jsondecode(var.tables_file == "" ? "[]" : file(var.tables_file))
  tables_by_name = {
    for table in local.table_list : table.TableName => merge({
      BillingMode               = can(table.ProvisionedThroughput) ? "PROVISIONED" : "PAY_PER_REQUEST"
      ProvisionedThroughput     = null
      LocalSecondaryIndexes     = []
      GlobalSecondaryIndexes    = []
      StreamSpecification       = null
      SSESpecification          = null
      OnDemandThroughput        = null
      TableClass                = "STANDARD"
      DeletionProtectionEnabled = false
      TimeToLiveSpecification   = null
      Tags                      = []
    }, table)
  }

  table_names = concat(aws_dynamodb_table.items[*].name, [for table in local.table_list : aws_dynamodb_table.tables[table.TableName].name])
  table_arns  = concat(aws_dynamodb_table.items[*].arn, [for table in local.table_list : aws_dynamodb_table.tables[table.TableName].arn])
}

resource "aws_dynamodb_table" "tables" {
  for_each = local.tables_by_name

  name           = each.key
  billing_mode   = each.value.BillingMode
  read_capacity  = try(each.value.ProvisionedThroughput.ReadCapacityUnits, null)
  write_capacity = try(each.value.ProvisionedThroughput.WriteCapacityUnits, null)
  hash_key       = one([for key in each.value.KeySchema : key.AttributeName if key.KeyType == "HASH"])
  range_key      = one([for key in each.value.KeySchema : key.AttributeName if key.KeyType == "RANGE"])

  table_class                 = each.value.TableClass
  deletion_protection_enabled = each.value.DeletionProtectionEnabled
  stream_enabled              = each.value.StreamSpecification == null ? null : each.value.StreamSpecification.StreamEnabled
  stream_view_type            = try(each.value.StreamSpecification.StreamViewType, null)
  tags                        = { for tag in each.value.Tags : tag.Key => tag.Value }

  dynamic "attribute" {
    for_each = each.value.AttributeDefinitions

    content {
      name = attribute.value.AttributeName
      type = attribute.value.AttributeType
    }
  }

  dynamic "local_secondary_index" {
    for_each = each.value.LocalSecondaryIndexes

    content {
      name               = local_secondary_index.value.IndexName
      range_key          = one([for key in local_secondary_index.value.KeySchema : key.AttributeName if key.KeyType == "RANGE"])
      projection_type    = local_secondary_index.value.Projection.ProjectionType
      non_key_attributes = try(local_secondary_index.value.Projection.NonKeyAttributes, null)
    }
  }

  dynamic "global_secondary_index" {
    for_each = each.value.GlobalSecondaryIndexes

    content {
      name               = global_secondary_index.value.IndexName
      hash_key           = one([for key in global_secondary_index.value.KeySchema : key.AttributeName if key.KeyType == "HASH"])
      range_key          = one([for key in global_secondary_index.value.KeySchema : key.AttributeName if key.KeyType == "RANGE"])
      projection_type    = global_secondary_index.value.Projection.ProjectionType
      non_key_attributes = try(global_secondary_index.value.Projection.NonKeyAttributes, null)
      read_capacity      = try(global_secondary_index.value.ProvisionedThroughput.ReadCapacityUnits, null)
      write_capacity     = try(global_secondary_index.value.ProvisionedThroughput.WriteCapacityUnits, null)

      dynamic "on_demand_throughput" {
        for_each = try([global_secondary_index.value.OnDemandThroughput], [])

        content {
          max_read_request_units  = try(on_demand_throughput.value.MaxReadRequestUnits, null)
          max_write_request_units = try(on_demand_throughput.value.MaxWriteRequestUnits, null)
        }
      }
    }
  }

  dynamic "on_demand_throughput" {
    for_each = each.value.OnDemandThroughput == null ? [] : [each.value.OnDemandThroughput]

    content {
      max_read_request_units  = try(on_demand_throughput.value.MaxReadRequestUnits, null)
      max_write_request_units = try(on_demand_throughput.value.MaxWriteRequestUnits, null)
    }
  }

  dynamic "ttl" {
    for_each = each.value.TimeToLiveSpecification == null ? [] : [each.value.TimeToLiveSpecification]

    content {
      attribute_name = ttl.value.AttributeName
      enabled        = ttl.value.Enabled
    }
  }

  dynamic "server_side_encryption" {
    for_each = try(each.value.SSESpecification.Enabled, null) == null ? [] : [each.value.SSESpecification]

    content {
      enabled     = server_side_encryption.value.Enabled
      kms_key_arn = try(server_side_encryption.value.KMSMasterKeyId, null)
    }
  }

  point_in_time_recovery {
    enabled = true
  }
}
