export { type FaultName, faultNames } from './faults.ts'
export { type AskedChat, embedWords, lastMessage, piecesOf, type Scenario } from './scenario.ts'
export { ScriptedProvider, type SeenRequest } from './scripted-provider.ts'
