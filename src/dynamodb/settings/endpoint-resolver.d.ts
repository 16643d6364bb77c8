declare module '@aws-sdk/client-dynamodb/dist-es/endpoint/endpointResolver.js' {
  import type { EndpointParameters, EndpointV2 } from '@smithy/types'

  export function defaultEndpointResolver(parameters: EndpointParameters): EndpointV2
}
