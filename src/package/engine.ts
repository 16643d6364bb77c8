// `dynamodbmanager/engine`: the embedded database, for use in another program's process.

export {
  createEngine,
  type Engine,
  type EngineAnswer,
  type EngineOptions
} from '../engine/engine.ts'
