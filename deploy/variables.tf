# The defaults are the lab's names, and its REST API with proxy integration.

variable "table_name" {
  type        = string
  default     = "lambda-apigateway"
  description = "The DynamoDB table; the function may use this one alone."

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.table_name))
    error_message = "A table's name has 3 to 255 letters, digits, _ . and -."
  }
}

variable "tables_file" {
  type        = string
  default     = ""
  description = "A JSON file of tables, as TABLES_FILE takes it, instead of table_name; its path as seen from this folder."
  nullable    = false

  validation {
    condition = var.tables_file == "" || can([
      concat(jsondecode(file(var.tables_file)))[0],
      [for table in jsondecode(file(var.tables_file)) : regex("^[A-Za-z0-9_.-]{3,255}$", table.TableName)]
    ])
    error_message = "A file with a JSON list of tables, each with its TableName."
  }

  # What would be left out without a word.
  validation {
    condition = try(alltrue([
      for table in jsondecode(file(var.tables_file)) : length(setsubtract(keys(table), [
        "TableName", "AttributeDefinitions", "KeySchema", "LocalSecondaryIndexes", "GlobalSecondaryIndexes",
        "BillingMode", "ProvisionedThroughput", "OnDemandThroughput", "StreamSpecification", "SSESpecification",
        "TableClass", "DeletionProtectionEnabled", "TimeToLiveSpecification", "Tags"
      ])) == 0
    ]), true)
    error_message = "A table has a parameter that this deployment does not know: see README.md."
  }

  validation {
    condition = try(alltrue(flatten([
      for table in jsondecode(file(var.tables_file)) : [
        for index in try(table.GlobalSecondaryIndexes, []) : length(setsubtract(keys(index), [
          "IndexName", "KeySchema", "Projection", "ProvisionedThroughput", "OnDemandThroughput"
        ])) == 0
      ]
    ])), true)
    error_message = "An index has a parameter that this deployment does not know: see README.md."
  }
}

variable "allowed_operations" {
  type        = list(string)
  default     = null
  description = "The operations that requests may name, and the role may do; null: all. [\"read\", \"list\", \"query\", \"count\"] reads alone."

  validation {
    # A statement's Sid is its operation's name with its first letter in upper case; these three call nothing.
    condition = var.allowed_operations == null || try(length(var.allowed_operations) > 0 && alltrue([
      for name in var.allowed_operations : contains(concat(["tables", "echo", "ping"], [
        for statement in jsondecode(file("${path.module}/policy.json")).Statement :
        "${lower(substr(statement.Sid, 0, 1))}${substr(statement.Sid, 1, -1)}" if statement.Sid != "Logs"
      ]), name)
    ]), false)
    error_message = "At least one operation, each by its name, such as read or batchWrite."
  }
}

variable "role_name" {
  type        = string
  default     = "lambda-apigateway-role"
  description = "The role that the function runs with."

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "A role's name has 1 to 64 letters, digits, and _ + = , . @ -."
  }
}

variable "function_name" {
  type        = string
  default     = "LambdaFunctionOverHttps"
  description = "The Lambda function, and the last part of its log group's name."

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.function_name))
    error_message = "A function's name has 1 to 64 letters, digits, _ and -."
  }
}

variable "runtime" {
  type        = string
  default     = "nodejs22.x"
  description = "The function's runtime: Node 22 or later, as far as the provider knows it."

  validation {
    condition     = can(regex("^nodejs(2[2-9]|[3-9][0-9])\\.x$", var.runtime))
    error_message = "The function needs Node 22 or later: nodejs22.x."
  }
}

variable "memory_mb" {
  type        = number
  default     = 256
  description = "The function's memory in MB; its share of a processor grows with it."

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "Lambda takes whole numbers from 128 to 10240."
  }
}

variable "timeout_s" {
  type        = number
  default     = 29
  description = "Seconds that an invocation may take; API Gateway waits for 29."

  validation {
    condition     = var.timeout_s >= 1 && var.timeout_s <= 29 && floor(var.timeout_s) == var.timeout_s
    error_message = "A whole number from 1 to 29, for which API Gateway waits."
  }
}

variable "log_level" {
  type        = string
  default     = "info"
  description = "LOG_LEVEL of the function: info writes a line for each request."

  validation {
    condition     = contains(["trace", "debug", "info", "warn", "error", "fatal", "silent"], var.log_level)
    error_message = "One of trace, debug, info, warn, error, fatal, silent."
  }
}

variable "log_retention_days" {
  type        = number
  default     = 14
  description = "Days for which logs are kept."

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "One of the numbers that CloudWatch Logs takes: 1, 3, 5, 7, 14, 30, 60, 90, …, 3653."
  }
}

variable "api_name" {
  type        = string
  default     = "DynamoDBOperations"
  description = "The REST API."

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,128}$", var.api_name))
    error_message = "1 to 128 letters, digits, _ and -: the name is part of others."
  }
}

variable "stage_name" {
  type        = string
  default     = "Prod"
  description = "The stage of the API, the first part of its paths."

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,128}$", var.stage_name))
    error_message = "A stage's name has 1 to 128 letters, digits, _ and -."
  }
}

variable "integration" {
  type        = string
  default     = "proxy"
  description = "proxy: the function answers by itself; lambda: the lab's non-proxy integration, which maps its errors."

  validation {
    condition     = contains(["proxy", "lambda"], var.integration)
    error_message = "One of proxy, lambda."
  }
}

variable "api_key" {
  type        = bool
  default     = false
  description = "Whether requests need a key in x-api-key; the output api_key is one."
  nullable    = false
}

variable "throttling_rate" {
  type        = number
  default     = 100
  description = "Requests per second that the stage takes over time; beyond, it answers 429."

  validation {
    condition     = var.throttling_rate > 0 && var.throttling_rate <= 10000
    error_message = "More than 0, and at most 10000, which an account has."
  }
}

variable "throttling_burst" {
  type        = number
  default     = 200
  description = "Requests that the stage takes at once."

  validation {
    condition     = var.throttling_burst >= 1 && var.throttling_burst <= 5000 && floor(var.throttling_burst) == var.throttling_burst
    error_message = "A whole number from 1 to 5000, which an account has."
  }
}

variable "access_logs" {
  type        = bool
  default     = false
  description = "Whether the stage logs each request; the account needs API Gateway's logging role (README.md)."
  nullable    = false
}

variable "tracing" {
  type        = bool
  default     = false
  description = "Whether X-Ray traces the stage and the function."
  nullable    = false
}
