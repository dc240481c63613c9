export { type FaultName, faultNames } from './faults.ts'
export { type AskedChat, embedWords, lastMessage, piecesOf, type Scenario, saidBeforeFault } from './scenario.ts'
export { ScriptedProvider, type SeenRequest } from './scripted-provider.ts'
