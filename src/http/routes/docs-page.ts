import { PAGES } from './home.ts'

/** The path under which the files of the page `/docs` are served. */
export const STATIC = `${PAGES.docs}/static`

/**
 * Swagger UI's page. Its script is a file, because the Content-Security-Policy allows no inline
 * one.
 */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DynamoDBManager: try it</title>
<link rel="icon" href="${STATIC}/favicon-32x32.png" sizes="32x32">
<link rel="icon" href="${STATIC}/favicon-16x16.png" sizes="16x16">
<link rel="stylesheet" href="${STATIC}/swagger-ui.css">
<link rel="stylesheet" href="${STATIC}/index.css">
<link rel="stylesheet" href="${STATIC}/theme/docs.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${STATIC}/swagger-ui-bundle.js"></script>
<script src="${STATIC}/swagger-initializer.js"></script>
</body>
</html>
`

// The options are described in
// https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/
const OPTIONS = {
  url: `${PAGES.docs}/json`,
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'full',
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0
}

/** The script that starts Swagger UI on the page. */
export const DOCS_SCRIPT = `SwaggerUIBundle(${JSON.stringify(OPTIONS)})
`

/**
 * The style that hides what is empty here: the choice among one server or one media type, the
 * parameters of paths that have none, links. On a phone it hides the headers of answers, so that
 * their bodies get the whole width.
 */
export const DOCS_STYLE = `.swagger-ui .info { margin: 1.5rem 0 0 }
.swagger-ui .scheme-container { padding: 0; box-shadow: none; background: none }
.swagger-ui .scheme-container .schemes > .schemes-server-container { display: none }
.swagger-ui .opblock-section:not(.opblock-section-request-body) > .opblock-section-header { display: none }
.swagger-ui .body-param-content-type { display: none }
.swagger-ui .response-control-media-type, .swagger-ui .response-col_links { display: none }
.swagger-ui .response + .response > td { padding-top: 1.5rem }
.swagger-ui .parameters-container:not(:has(.parameters)) { display: none }
.swagger-ui .headers .header-col { padding-right: .75rem }
@media (max-width: 640px) {
  .swagger-ui .opblock-body .responses-table .response-col_status { min-width: 0; padding-right: .5rem }
  .swagger-ui .responses-table .response-col_description > div:has(> .headers) { display: none }
}
`
