// Functions of the runtime Go1: programs that net/rpc of the Go of this machine serves. The types are those of Tencent
// Cloud's library for Go (cloudfunction/messages), with the fields that it has.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { needs } from './support/debian.js'
import { directory, emulator, file } from './support/harness.js'
import { aboutTenth, counted, createFrom, failure, shifted } from './support/runtimes.js'

const GO = { Runtime: 'Go1', Handler: 'main', MemorySize: 256, Timeout: 10 }

const PROGRAM = `package main

import ("encoding/json"; "errors"; "fmt"; "net"; "net/rpc"; "os"; "strings"; "time")

type InvokeRequest_Timestamp struct { Seconds int64; Nanos int64 }
type InvokeRequest struct {
	Payload []byte; RequestId string; TraceId string; Deadline InvokeRequest_Timestamp; InvokedFunctionUnique string
	ClientContext []byte; Namespace string; FunctionName string; FunctionVersion string; MemoryLimitInMb int32
	TimeLimitInMs int32; Environment string; TencentcloudRegion string; TencentcloudAppID string; TencentcloudUin string
	FunctionTrace string
}
type InvokeResponse_Error_StackFrame struct { Path string; Line int32; Label string }
type InvokeResponse_Error struct { Message string; Type string; StackTrace []*InvokeResponse_Error_StackFrame; ShouldExit bool }
type InvokeResponse struct { Payload []byte; Error *InvokeResponse_Error }

type Function struct{}

var kept [][]byte

func (Function) Invoke(req *InvokeRequest, response *InvokeResponse) error {
	var event struct { Deed string; Text string }
	json.Unmarshal(req.Payload, &event)
	fmt.Println("deed", event.Deed)
	switch event.Deed {
	case "":
		response.Payload = []byte(fmt.Sprintf("%q", VERSION))
	case "request":
		left := time.Until(time.Unix(req.Deadline.Seconds, req.Deadline.Nanos))
		response.Payload, _ = json.Marshal(map[string]interface{}{"request": req, "soon": left > 0 && left <= 10 * time.Second})
	case "large":
		response.Payload = []byte("\\"" + strings.Repeat(event.Text, 1 << 20) + "\\"")
	case "error":
		response.Error = &InvokeResponse_Error{Message: "boom-17", Type: "errorString"}
	case "panic":
		frames := []*InvokeResponse_Error_StackFrame{{Path: "main.go", Line: 300, Label: "main.f"}, {Path: "b.go", Line: 0, Label: "g"}}
		response.Error = &InvokeResponse_Error{Message: "boom-18", Type: "string", StackTrace: frames, ShouldExit: true}
	case "rpc":
		return errors.New("boom-19")
	case "exit":
		os.Exit(7)
	case "memory":
		for { page := make([]byte, 1 << 20); for n := range page { page[n] = 1 }; kept = append(kept, page) }
	case "hang":
		select {}
	}
	return nil
}

func main() {
	listener, err := net.Listen("tcp", "0.0.0.0:" + os.Getenv("_LAMBDA_SERVER_PORT"))
	if err != nil { panic(err) }
	rpc.Register(new(Function))
	rpc.Accept(listener)
}
`

/** The program for each version, built once. */
const built = {}

before(async () => {
  await needs('go', 'version', 'golang-go')
  const cwd = directory({ after: (work) => process.once('exit', work) })
  for (const version of ['1', '2']) {
    writeFileSync(join(cwd, 'main.go'), `${PROGRAM}\nconst VERSION = "${version}"\n`)
    const env = { ...process.env, GOCACHE: join(cwd, 'cache'), GO111MODULE: 'off', CGO_ENABLED: '0' }
    execFileSync('go', ['build', '-ldflags', '-s -w', '-o', 'main', 'main.go'], { cwd, env })
    const [, attributes] = file('')
    built[version] = { main: [readFileSync(join(cwd, 'main')), attributes] }
  }
})

async function ran(t, event, settings = {}) {
  const { client } = await emulator(t)
  await createFrom(client, 'fun01', built['1'], { ...GO, ...settings })
  return client.invoke('fun01', event, { LogType: 'Tail' })
}

describe('a Go function', () => {
  test('answers, and what it prints is in the log', async (t) => {
    const result = await ran(t, {})
    assert.equal(result.RetMsg, '"1"')
    assert.match(result.Log, /\ndeed \nResponse RequestId/)
  })

  test('gets the request of the library', async (t) => {
    const event = { deed: 'request', text: '文'.repeat(300) }
    const result = await ran(t, event)
    const { request, soon } = JSON.parse(result.RetMsg)
    const { Payload, Environment, Deadline: _, ...rest } = request
    assert.deepEqual(JSON.parse(Buffer.from(Payload, 'base64')), event)
    assert.equal(JSON.parse(Environment).SCF_RUNTIME, 'Go1')
    assert.equal(soon, true)
    assert.deepEqual(rest, {
      RequestId: result.FunctionRequestId,
      TraceId: '',
      InvokedFunctionUnique: '',
      ClientContext: null,
      Namespace: 'default',
      FunctionName: 'fun01',
      FunctionVersion: '$LATEST',
      MemoryLimitInMb: 256,
      TimeLimitInMs: 10_000,
      TencentcloudRegion: 'ap-guangzhou',
      TencentcloudAppID: '1250000000',
      TencentcloudUin: '100000000001',
      FunctionTrace: '',
    })
  })

  test('may return much', async (t) => {
    assert.equal((await ran(t, { deed: 'large', text: 'x' })).RetMsg.length, (1 << 20) + 2)
  })

  test('answers one call after the other on one connection', async (t) => {
    const { client } = await emulator(t)
    await createFrom(client, 'fun01', built['1'], GO)
    assert.equal(failure(await client.invoke('fun01', { deed: 'error' })).stackTrace, 'errorString: boom-17')
    for (const _ of [1, 2, 3]) assert.equal(await client.ask('fun01'), '1')
  })

  test('answers from both versions through an alias of 10 and 90 percent', async (t) => {
    const { client } = await emulator(t)
    await shifted(client, 'fun01', (version) => built[version], GO)
    aboutTenth(await counted(200, () => client.ask('fun01')))
  })
})

describe('a Go function that fails', () => {
  for (const [deed, stackTrace] of [
    ['error', 'errorString: boom-17'],
    ['panic', 'string: boom-18\n    at main.f (main.go:300)\n    at g (b.go:0)'],
    ['rpc', 'boom-19'],
  ]) {
    test(`by ${deed} shows it`, async (t) => {
      const ended = failure(await ran(t, { deed }))
      assert.deepEqual([ended.statusCode, ended.stackTrace], [430, stackTrace])
    })
  }

  for (const [what, deed, statusCode, settings] of [
    ['that exits', 'exit', 439],
    ['that takes more memory than it has', 'memory', 434, { Timeout: 60 }],
    ['that never ends', 'hang', 433, { Timeout: 1 }],
  ]) {
    test(`${what} ends with ${statusCode}`, async (t) => {
      const result = await ran(t, { deed }, settings)
      assert.equal(failure(result).statusCode, statusCode, result.ErrMsg)
    })
  }

  test('whose package lacks the program ends with 405', async (t) => {
    const result = await ran(t, {}, { Handler: 'other' })
    assert.equal(failure(result).statusCode, 405)
  })

  test('whose program speaks another protocol ends with 439', async (t) => {
    const { client } = await emulator(t)
    const source = `#!${process.execPath}\nrequire('net').createServer((one) => one.on('data', () => one.write(Buffer.from([3, 99, 99, 99])))).listen(process.env._LAMBDA_SERVER_PORT)`
    await createFrom(client, 'fun01', { main: file(source) }, GO)
    assert.equal(failure(await client.invoke('fun01')).statusCode, 439)
  })
})
