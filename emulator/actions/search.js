// @ts-check
// SearchLog of the log service, for the topics of functions.

import { createHash } from 'node:crypto'
import { readCondition } from '../cls/condition.js'
import { readSql } from '../cls/sql.js'
import { defaultTopic, topicOf } from '../cls/topics.js'
import { ApiError } from '../errors.js'
import { anything, boolean, integer, list, object, text } from '../schema.js'
import { action } from './action.js'

/** @typedef {import('../cls/store.js').Line} Line */
/** @typedef {{ topic: string, line: Line }} Found */

const MAX_LINES = 10_000
const CONTEXT_LIFE_MS = 3_600_000

export const SearchLog = action({
  fields: {
    From: integer({ required: true, min: 0 }),
    To: integer({ required: true, min: 0 }),
    QueryString: text({ max: 12 * 1024 }),
    QuerySyntax: integer({ min: 0, max: 1 }),
    Query: text({ max: 12 * 1024 }),
    SyntaxRule: integer({ min: 0, max: 1 }),
    TopicId: text({ emptyIsAbsent: true }),
    Topics: list(object({ TopicId: text({ required: true }), Context: text() }), { max: 50 }),
    Sort: text({ fallback: 'desc', emptyIsAbsent: true, oneOf: ['asc', 'desc'] }),
    Limit: integer({ fallback: 100, min: 1, max: 1000 }),
    Offset: integer({ min: 0 }),
    Context: text({ emptyIsAbsent: true }),
    SamplingRate: anything(),
    UseNewAnalysis: boolean(),
    HighLight: boolean(),
  },
  run(params, { cloud, region }) {
    const topics = readTopics(params)
    for (const topic of topics) checkTopic(topic, region, cloud)
    const context = params.Context ?? (topics.length === 1 ? params.Topics?.[0].Context : undefined)
    if (params.From > params.To) throw new ApiError('InvalidParameter', 'From is after To.')
    if (params.Offset !== undefined && (context || topics.length > 1)) {
      throw new ApiError('InvalidParameter', 'Offset goes with one topic and without Context.')
    }
    const [condition, sql] = split(params.QueryString ?? params.Query ?? '')
    const fits = readCondition(condition)
    const found = topics
      .flatMap((topic) => cloud.topics.of(region, topic).map((line) => ({ topic, line })))
      .filter(({ line }) => line.timeMs >= params.From && line.timeMs < params.To && fits(line.fields))
    return sql === undefined
      ? lines({ ...params, Context: context || undefined }, topics, found, cloud.clock)
      : analysis(params, sql, found)
  },
})

/** @param {Record<string, any>} params @returns {string[]} */
function readTopics({ TopicId, Topics }) {
  const given = Topics?.map((/** @type {{ TopicId: string }} */ one) => one.TopicId) ?? []
  if ((TopicId === undefined) === (given.length === 0)) {
    throw new ApiError('InvalidParameter', 'Either TopicId or Topics is needed.')
  }
  return TopicId === undefined ? given : [TopicId]
}

/** A topic is there when a function has it, or has had it. @param {string} topic @param {string} region @param {import('../cloud.js').Cloud} cloud */
function checkTopic(topic, region, cloud) {
  const known =
    topic === defaultTopic(region).ClsTopicId ||
    cloud.topics.has(region, topic) ||
    [...cloud.world.allFunctions()].some((fn) => fn.region === region && topicOf(fn).ClsTopicId === topic)
  if (!known) throw new ApiError('ResourceNotFound.TopicNotExist', `The topic "${topic}" does not exist in ${region}.`)
}

/** At the first pipe that stands in no quotes. @param {string} query @returns {[string, string | undefined]} */
function split(query) {
  const [condition] = /^(?:[^|"\\]|\\.|"(?:[^"\\]|\\.)*")*/.exec(query) ?? ['']
  const rest = query.slice(condition.length)
  return rest.startsWith('|') ? [condition, rest.slice(1)] : [query, undefined]
}

/**
 * @param {Record<string, any>} params
 * @param {string[]} topics
 * @param {Found[]} found
 * @param {import('../clock.js').Clock} clock
 */
function lines(params, topics, found, clock) {
  const { Sort, Limit, Offset = 0 } = params
  const sign = Sort === 'asc' ? 1 : -1
  const ordered = found.sort((a, b) => sign * (a.line.timeMs - b.line.timeMs || a.line.seq - b.line.seq))
  const { after, given } = readContext(params, clock)
  const behind = (/** @type {Found} */ { line }) =>
    after === undefined || sign * (line.timeMs - after.timeMs || line.seq - after.seq) > 0
  const rest = ordered.filter(behind).slice(Offset)
  if (Offset === 0 && given >= MAX_LINES) {
    throw new ApiError('FailedOperation.GetlogReachLimit', `By Context at most ${MAX_LINES} lines can be read.`)
  }
  const shown = rest.slice(0, Limit)
  const last = shown.at(-1)?.line
  const context = {
    query: asked(params),
    seq: last?.seq,
    timeMs: last?.timeMs,
    given: given + shown.length,
    at: clock.nowMs(),
  }
  // for a row of pages over one topic
  const isOne = topics.length === 1
  const next = last && isOne ? Buffer.from(JSON.stringify(context)).toString('base64url') : (params.Context ?? '')
  return {
    Context: next,
    ListOver: rest.length <= Limit,
    Analysis: false,
    Results: shown.map(result),
    ColNames: null,
    AnalysisResults: null,
    AnalysisRecords: null,
    Columns: null,
    SamplingRate: 1,
    Topics: params.Topics
      ? { Errors: [], Infos: topics.map((TopicId) => ({ TopicId, Period: 7, Context: next })) }
      : null,
  }
}

/** @param {Found} found */
const result = ({ topic, line }) => ({
  Time: line.timeMs,
  TimeNanos: line.timeMs * 1_000_000,
  TopicId: topic,
  TopicName: 'SCF_logtopic',
  Source: '127.0.0.1',
  FileName: '',
  HostName: '',
  PkgId: line.packageId,
  PkgLogId: String(line.seq),
  HighLights: [],
  LogJson: JSON.stringify(line.fields),
  RawLog: '',
  IndexStatus: '',
})

/** What must be the same in each request of a row of pages. @param {Record<string, any>} params */
function asked({ From, To, QueryString, Query, TopicId, Topics, Sort }) {
  const topics = Topics?.map((/** @type {{ TopicId: string }} */ one) => one.TopicId)
  const parts = JSON.stringify([From, To, QueryString, Query, TopicId, topics, Sort])
  return createHash('sha256').update(parts).digest('hex').slice(0, 16)
}

/** Where a row of pages goes on. @param {Record<string, any>} params @param {import('../clock.js').Clock} clock */
function readContext(params, clock) {
  if (params.Context === undefined) return { after: undefined, given: 0 }
  try {
    const { query, seq, timeMs, given, at } = JSON.parse(Buffer.from(params.Context, 'base64url').toString())
    if (query === asked(params) && clock.nowMs() - at <= CONTEXT_LIFE_MS) return { after: { seq, timeMs }, given }
  } catch {
    // not one of ours
  }
  throw new ApiError('FailedOperation.InvalidContext', 'The Context has expired, or is not of this query.')
}

/** @param {Record<string, any>} params @param {string} sql @param {Found[]} found */
function analysis(params, sql, found) {
  const fieldsOf = (/** @type {Line} */ line) => ({ ...line.fields, __TIMESTAMP__: String(line.timeMs) })
  const { columns, rows } = readSql(sql)(found.map(({ line }) => fieldsOf(line)))
  const names = columns.map(({ Name }) => Name)
  const isNew = params.UseNewAnalysis === true
  const data = rows.map((row) => ({ Data: names.map((Key) => ({ Key, Value: String(row[Key] ?? 'null') })) }))
  return {
    Context: '',
    ListOver: true,
    Analysis: true,
    Results: null,
    ColNames: isNew ? null : names,
    AnalysisResults: isNew ? null : data,
    AnalysisRecords: isNew ? rows.map((row) => JSON.stringify(row)) : null,
    Columns: isNew ? columns : null,
    SamplingRate: 1,
    Topics: null,
  }
}
