/** Requests that break HTTP, by kind. */
export interface Groups {
  /**
   * Two readers may disagree on where the first request ends; the hidden request must not be
   * served.
   */
  smuggling: Record<string, string[]>
  /** The service may refuse or serve them, but must not serve a request that is hidden in them. */
  oddities: Record<string, string[]>
  /** The body is shorter than announced; the part must not be served. */
  cutShort: Record<string, string[]>
}

const LINE = 'POST /dynamodbmanager HTTP/1.1\r\n'
const HOST = 'Host: x\r\n'
const CLOSE = 'Connection: close\r\n'
const CHUNKED = 'Transfer-Encoding: chunked\r\n'

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`
}

function length(body: string): string {
  return `Content-Length: ${body.length}\r\n`
}

function post(headers: string, body: string): string {
  return `${LINE}${HOST}${headers}\r\n${body}`
}

/** Makes all of them from a body that may be served, `own`, and one that must not be, `hidden`. */
export function tricks(own: string, hidden: string): Groups {
  const smuggled = post(length(hidden), hidden)
  const ended = `0\r\n\r\n${smuggled}`
  const plain = post(CLOSE + length(own), own)
  const withLine = (line: string) => plain.replace(LINE, `${line}\r\n`)
  const withHeader = (header: string) => post(`${header}\r\n${CLOSE}${length(own)}`, own)

  return {
    smuggling: {
      'length and chunks': [
        post(length(ended) + CHUNKED, ended),
        post(CHUNKED + length(ended), ended),
        post(`${CHUNKED}Content-Length: 5\r\n`, ended)
      ],
      'an encoding that is almost chunked': [
        'xchunked',
        'chunked, identity',
        'identity, chunked;q=1',
        '\x0bchunked',
        'chunked\0',
        '"chunked"',
        'cow',
        ''
      ].map((encoding) => post(`Transfer-Encoding: ${encoding}\r\n${length(ended)}`, ended)),
      'two encodings': [
        post(`${CHUNKED}Transfer-Encoding: identity\r\n`, ended),
        post(`Transfer-Encoding: identity\r\n${CHUNKED}`, ended),
        post(`Transfer-Encoding : chunked\r\n${length(ended)}`, ended),
        post(`Transfer-Encoding:\n chunked\r\n${length(ended)}`, ended),
        post(`X: y\r\n ${CHUNKED}${length(ended)}`, ended),
        post(`X: y\n${CHUNKED}${length(ended)}`, ended)
      ],
      'two lengths': [
        post(`${length(own)}Content-Length: 0\r\n`, smuggled),
        post(`Content-Length: 0\r\n${length(smuggled)}`, smuggled),
        post('Content-Length: 0, 5\r\n', smuggled)
      ],
      'a length that is none': ['+0', '-1', '0x0', '0 0', '', '0e1', '9'.repeat(30), '\xb2'].map(
        (size) => post(`Content-Length: ${size}\r\n`, smuggled)
      ),
      'chunk sizes that are none': [
        'zz',
        '-1',
        '0x5',
        '+5',
        ' 5',
        '',
        '5 ',
        '5\t',
        'F'.repeat(17),
        '00000000000000000000005'
      ].map((size) => post(CHUNKED, `${size}\r\nhello\r\nX${ended}`)),
      'chunks that end elsewhere': [
        post(CHUNKED, `5\r\nhelloX\r\n${ended}`),
        post(CHUNKED, `5\nhello\n0\n\n${smuggled}`),
        post(CHUNKED, `5\rhello\r0\r\r${smuggled}`),
        post(CHUNKED, `5;ext="\n${smuggled}\r\nhello\r\n0\r\n\r\n`)
      ],
      'after the last request': [post(CLOSE + length('{}'), '{}') + smuggled],
      'in a body': [
        `GET /health HTTP/1.1\r\n${HOST}${length(smuggled)}\r\n${smuggled}`,
        post(CHUNKED, `${chunk(smuggled)}0\r\n\r\n`),
        `CONNECT x:443 HTTP/1.1\r\n${HOST}\r\n${smuggled}`
      ]
    },
    oddities: {
      'line ends': [
        plain.replaceAll('\r\n', '\n'),
        plain.replaceAll('\r\n', '\r'),
        `\r\n\r\n${plain}`
      ],
      hosts: [
        plain.replace(HOST, `${HOST}Host: y\r\n`),
        plain.replace(HOST, ''),
        plain.replace(HOST, 'Host: \r\n'),
        plain.replace(HOST, 'Host: x/../y@z:99999\r\n')
      ],
      headers: [
        'X: a\r\n b',
        'X : a',
        ': a',
        'X',
        'X: \0',
        'X: \x7f',
        'X\xff: \xff',
        '__proto__: x',
        `X: ${'y'.repeat(20_000)}`,
        'X: y\r\n'.repeat(3_000).trimEnd(),
        'Expect: 100-continue',
        'Expect: something',
        'Upgrade: websocket\r\nConnection: Upgrade',
        'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk',
        'Content-Type: a/b\r\nContent-Type: c/d',
        'Content-Encoding: gzip\r\nContent-Encoding: identity',
        'Trailer: X\r\nTE: trailers',
        'Keep-Alive: timeout=999999'
      ].map(withHeader),
      'request lines': [
        'POST /dynamodbmanager HTTP/1.0',
        'POST /dynamodbmanager HTTP/2.0',
        'POST /dynamodbmanager HTTP/1.1x',
        'POST /dynamodbmanager',
        'POST  /dynamodbmanager  HTTP/1.1',
        'post /dynamodbmanager HTTP/1.1',
        'POST /dynamodb manager HTTP/1.1',
        'POST /dynamodbmanager\0 HTTP/1.1',
        'POST /dynamodbmanager#x HTTP/1.1',
        'POST /\xff\xfe HTTP/1.1',
        'POST http://y/dynamodbmanager HTTP/1.1',
        'POST http://[::1/dynamodbmanager HTTP/1.1',
        'POST //y/dynamodbmanager HTTP/1.1',
        'POST dynamodbmanager HTTP/1.1',
        'POST ?x HTTP/1.1',
        'POST * HTTP/1.1',
        `POST /${'x'.repeat(20_000)} HTTP/1.1`
      ].map(withLine),
      'no HTTP': [
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
        'SSH-2.0-x\r\n',
        '\0'.repeat(1_000),
        'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
        own
      ],
      chunks: [
        post(CHUNKED + CLOSE, `${[...own].map(chunk).join('')}0\r\n\r\n`),
        post(`Transfer-Encoding: CHUNKED\r\n${CLOSE}`, `${chunk(own)}0\r\nX: y\r\n\r\n`),
        post(CHUNKED + CLOSE, `5;${'x'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`),
        post(CHUNKED + CLOSE, `0\r\n${'X: y\r\n'.repeat(3_000)}\r\n`)
      ],
      'several at once': [
        post(length(own), own).repeat(3) + plain,
        post(length(own), own) + post(`${CLOSE}Content-Length: 1\r\n`, '{'),
        `${post(length(own), own)}no request\r\n\r\n`,
        `${post(length(own), own)}${post('Content-Length: x\r\n', '')}`
      ]
    },
    cutShort: {
      'half a request': [
        LINE,
        `${LINE}${HOST}Content-Le`,
        post('Content-Length: 5000\r\n', hidden),
        post(CHUNKED, chunk(hidden)),
        post(CHUNKED, `${chunk(hidden)}0\r\n`),
        post(CHUNKED, 'FFFFFF\r\n')
      ]
    }
  }
}
