import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve, textReply } from '#platform/http'
import { addEvaluationQuestion } from './add-questions.ts'
import { deleteSet } from './delete-set.ts'
import { exportQuestions } from './export-questions.ts'
import { cancelRun, deleteRun, getRun, listRunResults, listRuns } from './get-run.ts'
import { getSet, listSets } from './get-set.ts'
import { importQuestions } from './import-questions.ts'
import { listQuestions } from './list-questions.ts'
import { createSet, renameSet } from './name-set.ts'
import { startRun } from './start-run.ts'
import { deleteQuestion, updateQuestion } from './update-question.ts'

const { evaluation } = contract

export const evaluationRoutes: ServedRoute[] = [
  serve(evaluation.listSets, async (ctx) => ({ sets: await listSets(ctx) })),
  serve(evaluation.createSet, (ctx, { body }) => createSet(ctx, body.name)),
  serve(evaluation.getSet, (ctx, { params }) => getSet(ctx, params.id)),
  serve(evaluation.renameSet, (ctx, { params, body }) => renameSet(ctx, params.id, body.name)),
  serve(evaluation.deleteSet, (ctx, { params }) => deleteSet(ctx, params.id)),
  serve(evaluation.listQuestions, (ctx, { params, query }) => listQuestions(ctx, params.id, query)),
  serve(evaluation.addQuestion, (ctx, { params, body }) => addEvaluationQuestion(ctx, params.id, body)),
  serve(evaluation.updateQuestion, (ctx, { params, body }) => updateQuestion(ctx, params.id, params.questionId, body)),
  serve(evaluation.deleteQuestion, (ctx, { params }) => deleteQuestion(ctx, params.id, params.questionId)),
  serve(evaluation.importQuestions, (ctx, { params, body }) => importQuestions(ctx, params.id, body)),
  serve(evaluation.exportQuestions, async (ctx, { params, query }) =>
    textReply(await exportQuestions(ctx, params.id, query.format)),
  ),
  serve(evaluation.startRun, (ctx, { params, body }) => startRun(ctx, params.id, body)),
  serve(evaluation.listRuns, async (ctx, { params }) => ({ runs: await listRuns(ctx, params.id) })),
  serve(evaluation.getRun, (ctx, { params }) => getRun(ctx, params.id, params.runId)),
  serve(evaluation.listResults, (ctx, { params, query }) => listRunResults(ctx, params.id, params.runId, query)),
  serve(evaluation.cancelRun, (ctx, { params }) => cancelRun(ctx, params.id, params.runId)),
  serve(evaluation.deleteRun, (ctx, { params }) => deleteRun(ctx, params.id, params.runId)),
]
