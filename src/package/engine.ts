// `dynamodbmanager/engine`: the database inside, for a process of one's own.

export {
  createEngine,
  type Engine,
  type EngineAnswer,
  type EngineOptions
} from '../engine/engine.ts'
