// Projects as the established component's documentation writes them, without API Gateway. All of its settings stand in
// one of them.

/**
 * @typedef {object} Documented
 * @property {string} title
 * @property {string} inputs of a serverless.yml, two columns in; `NAME` stands for the function's name
 * @property {Record<string, any>} shown what GetFunction then says, among other things
 * @property {string[]} [triggers] their kinds, in the order of the inputs
 */

/** @type {Documented[]} */
export const documented = [
  {
    title: 'the shortest one',
    inputs: `
  name: NAME
  src: ./src
  handler: index.main_handler
  runtime: Nodejs10.15
  region: ap-guangzhou
`,
    shown: { Handler: 'index.main_handler', Runtime: 'Nodejs10.15', Type: 'Event', MemorySize: 128, Timeout: 3 },
  },
  {
    title: 'every setting',
    inputs: `
  name: NAME
  namespace: default
  role: exRole
  enableRoleAuth: false
  type: event
  deployMode: code
  src:
    src: ./src
    exclude:
      - 'node_modules/**'
      - .env
  handler: index.main_handler
  runtime: Nodejs16.13
  region: ap-guangzhou
  description: This is a function of the shop.
  memorySize: 256
  timeout: 20
  initTimeout: 3
  environment:
    variables:
      TEST: value
      COUNT: 7
  publicAccess: true
  vpcConfig:
    vpcId: vpc-1a2b3c
    subnetId: subnet-1a2b3c
  cfs:
    - cfsId: cfs-123
      mountInsId: cfs-456
      localMountDir: /mnt/
      remoteMountDir: /
  deadLetter:
    type: topic
    name: dead-letters
    filterType: shop
  layers:
    - name: scfLayer
      version: 1
    - name: fonts
      version: 3
  cls:
    logsetId: 6f3a1b
    topicId: 9c2d4e
  eip: true
  l5Enable: false
  installDependency: false
  asyncRunEnable: true
  traceEnable: true
  tags:
    key1: value1
    key2: value2
  events:
    - timer:
        name: timer
        parameters:
          qualifier: $DEFAULT
          cronExpression: '0 0 2 1 1 * *'
          enable: true
          argument: argument
    - cos:
        name: cos
        parameters:
          qualifier: $DEFAULT
          bucket: cli-1250000000.cos.ap-guangzhou.myqcloud.com
          filter:
            prefix: filterdir/
            suffix: .jpg
          events: 'cos:ObjectCreated:*'
          enable: true
    - ckafka:
        name: ckafka
        parameters:
          qualifier: $DEFAULT
          name: ckafka-2o10hua5
          topic: test
          maxMsgNum: 100
          offset: latest
          retry: 10000
          enable: true
    - cls:
        name: cls
        parameters:
          topicId: 9c2d4e
          qualifier: $DEFAULT
          maxWait: 60
          maxSize: 100
          enable: true
`,
    triggers: ['timer', 'cos', 'ckafka', 'cls'],
    shown: {
      Namespace: 'default',
      Role: 'exRole',
      Type: 'Event',
      Runtime: 'Nodejs16.13',
      Description: 'This is a function of the shop.',
      MemorySize: 256,
      Timeout: 20,
      InitTimeout: 3,
      Environment: {
        Variables: [
          { Key: 'COUNT', Value: '7' },
          { Key: 'TEST', Value: 'value' },
        ],
      },
      VpcConfig: { VpcId: 'vpc-1a2b3c', SubnetId: 'subnet-1a2b3c' },
      CfsConfig: {
        CfsInsList: [
          {
            IpAddress: null,
            MountVpcId: null,
            MountSubnetId: null,
            UserId: '10000',
            UserGroupId: '10000',
            CfsId: 'cfs-123',
            MountInsId: 'cfs-456',
            LocalMountDir: '/mnt/',
            RemoteMountDir: '/',
          },
        ],
      },
      DeadLetterConfig: { Type: 'topic', Name: 'dead-letters', FilterType: 'shop' },
      ClsLogsetId: '6f3a1b',
      ClsTopicId: '9c2d4e',
      PublicNetConfig: { PublicNetStatus: 'ENABLE', EipConfig: { EipStatus: 'ENABLE', EipAddress: [] } },
      L5Enable: 'FALSE',
      InstallDependency: 'FALSE',
      AsyncRunEnable: 'TRUE',
      TraceEnable: 'TRUE',
      Tags: [
        { Key: 'key1', Value: 'value1' },
        { Key: 'key2', Value: 'value2' },
      ],
    },
  },
]

/** The documented handler. */
export const handler = `exports.main_handler = async (event) => {
  console.log(event)
  return 'Hello Serverless'
}
`

/**
 * What of GetFunction's answer is spoken of.
 *
 * @param {Record<string, any>} answer
 * @param {Record<string, any>} shown
 */
export const spokenOf = (answer, shown) => Object.fromEntries(Object.keys(shown).map((name) => [name, answer[name]]))

/** Of the actions that a run sent. @param {string[]} actions */
export const writes = (actions) => actions.filter((action) => !/^(Get|List)/.test(action))

/** What a first deploy of it writes. @param {Documented} project */
export const creations = ({ triggers = [] }) => ['CreateFunction', ...triggers.map(() => 'CreateTrigger')]

/**
 * What a function returns; one that runs asynchronously answers a call with the request id alone.
 *
 * @param {import('../../js/index.js').Grayscale} gray
 * @param {string} name
 * @param {Record<string, any>} shown
 */
export async function returnedBy(gray, name, { AsyncRunEnable }) {
  const { requestId, returned } = await gray.invoke({ function: name })
  if (AsyncRunEnable !== 'TRUE') return returned
  for (;;) {
    const asked = { FunctionName: name, FunctionRequestId: requestId }
    const { Data } = await gray.request('GetRequestStatus', asked)
    if (Data[0].RetCode !== 1) return Data[0].RetMsg
  }
}
