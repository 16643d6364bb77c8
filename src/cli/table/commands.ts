import type { OptionName } from './options.ts'

/** All that is known of a command: parsing, --help, completion and the man page are made of it. */
export interface CommandRecord {
  summary: string
  arguments: readonly ArgumentRecord[]
  /** In the order in which they are told. */
  options: readonly OptionName[]
  /** Options that it cannot do without. */
  required?: readonly OptionName[]
  /** Paragraphs of what a summary cannot say. */
  details: readonly string[]
  examples: readonly { line: string; meaning: string }[]
}

export interface ArgumentRecord {
  name: string
  isOptional?: true
  /** What may be completed. */
  is?: 'file' | 'operation' | 'shell'
}

const WHERE = ['url', 'api-key'] as const
const CHOSEN = ['table', 'index', 'query', 'filter', 'names', 'values'] as const

export const COMMANDS = {
  serve: {
    summary: 'Start the server; so does dynamodbmanager alone.',
    arguments: [],
    options: [],
    details: ['It is configured by environment variables, or a file .env.'],
    examples: [{ line: 'PORT=8080 dynamodbmanager serve', meaning: 'at another port' }]
  },
  call: {
    summary: 'Run one operation and print its answer.',
    arguments: [
      { name: 'OPERATION', is: 'operation' },
      { name: 'PAYLOAD', isOptional: true, is: 'file' }
    ],
    options: ['table', 'format', 'idempotency-key', ...WHERE],
    details: [
      'PAYLOAD is JSON, @FILE for a file that has it, or - for standard input. A failure is written to standard error.'
    ],
    examples: [
      {
        line: `dynamodbmanager call read --table music '{"Key":{"id":"1"}}'`,
        meaning: 'get one item'
      },
      {
        line: 'dynamodbmanager call create --table music @item.json',
        meaning: 'put the item of a payload in a file'
      }
    ]
  },
  export: {
    summary: 'Write every item of a table, an index or a part of them to a file.',
    arguments: [{ name: 'FILE', isOptional: true, is: 'file' }],
    options: [...CHOSEN, 'as', 'segments', 'rate', 'resume', 'force', 'quiet', ...WHERE],
    required: ['table'],
    details: [
      'Without FILE, or with -, the items go to standard output. A name that ends in .gz is packed.',
      'jsonl is plain JSON, in which sets and binary cannot be told from lists and strings; dynamodb and csv are exact.',
      'The file is written as FILE.part, and has its name when it is whole; FILE.state says how far it is. Interrupted, by whatever it was, it goes on with --resume.'
    ],
    examples: [
      {
        line: 'dynamodbmanager export music.jsonl.gz --table music',
        meaning: 'plain JSON, packed'
      },
      {
        line: `dynamodbmanager export --table music --as jsonl | jq .title`,
        meaning: 'to another program'
      },
      {
        line: `dynamodbmanager export hits.csv --table music --filter '#y > :y' --names '{"#y":"year"}' --values '{":y":1990}'`,
        meaning: 'a part, for a spreadsheet'
      }
    ]
  },
  import: {
    summary: 'Put every item of a file into a table.',
    arguments: [{ name: 'FILE', is: 'file' }],
    options: ['table', 'as', 'rate', 'if-absent', 'rejects', 'resume', 'quiet', ...WHERE],
    required: ['table'],
    details: [
      'FILE may be - for standard input, and a folder that aws dynamodb export-table-to-point-in-time has left. An item of the same key is replaced.',
      'The first line that is refused ends it, unless --rejects names a file for them. FILE.TABLE.state says how far it is; interrupted, it goes on with --resume.'
    ],
    examples: [
      { line: 'dynamodbmanager import music.jsonl.gz --table music', meaning: 'from plain JSON' },
      {
        line: 'dynamodbmanager import AWSDynamoDB/01234-abc --table music --rate 500',
        meaning: 'what DynamoDB has exported to S3, at 500 write units a second'
      }
    ]
  },
  copy: {
    summary: 'Copy every item of a table into another one, between databases too.',
    arguments: [{ name: 'SOURCE' }, { name: 'TARGET' }],
    options: [
      'index',
      'query',
      'filter',
      'names',
      'values',
      'segments',
      'rate',
      'if-absent',
      'quiet',
      ...WHERE,
      'to-endpoint',
      'to-url',
      'to-api-key'
    ],
    details: [
      'SOURCE and TARGET are names of tables. The target must be there. --rate is held by what is written. Interrupted, it may be run again: repeated puts are the same puts.'
    ],
    examples: [
      {
        line: 'DYNAMODB=aws dynamodbmanager copy music music --to-endpoint http://127.0.0.1:8000',
        meaning: 'from AWS to DynamoDB Local'
      }
    ]
  },
  count: {
    summary: 'Count the items of a table, an index or a part of them.',
    arguments: [],
    options: [...CHOSEN, ...WHERE],
    required: ['table'],
    details: ['All of them are read, which consumes capacity.'],
    examples: [{ line: 'dynamodbmanager count --table music', meaning: 'all items' }]
  },
  tables: {
    summary: 'List the tables that may be used.',
    arguments: [],
    options: [...WHERE],
    details: ['A list on a terminal, JSON otherwise.'],
    examples: [{ line: 'dynamodbmanager tables', meaning: 'all of them' }]
  },
  describe: {
    summary: 'Describe a table: its key, its indexes, its size.',
    arguments: [],
    options: ['table', ...WHERE],
    required: ['table'],
    details: ['For people on a terminal, JSON otherwise.'],
    examples: [
      {
        line: 'dynamodbmanager describe --table music | jq .Table.KeySchema',
        meaning: 'a part of it'
      }
    ]
  },
  completion: {
    summary: 'Print the completion for a shell, bash or zsh.',
    arguments: [{ name: 'SHELL', is: 'shell' }],
    options: [],
    details: [],
    examples: [
      { line: 'source <(dynamodbmanager completion bash)', meaning: 'in ~/.bashrc' },
      { line: 'source <(dynamodbmanager completion zsh)', meaning: 'in ~/.zshrc, after compinit' }
    ]
  }
} as const satisfies Record<string, CommandRecord>

export type CommandName = keyof typeof COMMANDS

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[]
