export { type AnswerFromPassages, answerFromPassages } from './answer-from-passages.ts'
export { answerQuestion, type Question } from './answer-question.ts'
export { answerRoutes } from './routes.ts'
