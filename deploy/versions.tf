terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# Region and credentials are the AWS command line's own: AWS_REGION, AWS_PROFILE, …
provider "aws" {}
