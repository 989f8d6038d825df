// @ts-check
// Settings that the emulator takes, stores and shows. Role (see ../roles.js), AsyncRunEnable (see invoke.js) and the topic
// of the logs (see ../cls/topics.js) have an effect, the others have none.

import { boolean, integer, list, object, text } from '../schema.js'

/** @typedef {import('../schema.js').Fields} Fields */

const requiredText = text({ required: true })
const yesOrNo = text({ oneOf: ['TRUE', 'FALSE'] })
const onOrOff = text({ required: true, oneOf: ['ENABLE', 'DISABLE'] })

/** @type {Fields} */
const both = {
  CfsConfig: object({
    CfsInsList: list(
      object({
        UserId: requiredText,
        UserGroupId: requiredText,
        CfsId: requiredText,
        MountInsId: requiredText,
        LocalMountDir: requiredText,
        RemoteMountDir: requiredText,
        IpAddress: text(),
        MountVpcId: text(),
        MountSubnetId: text(),
      }),
      { required: true },
    ),
  }),
  ClsLogsetId: text(),
  ClsTopicId: text(),
  DeadLetterConfig: object({ Type: text(), Name: text(), FilterType: text() }),
  DnsCache: yesOrNo,
  InstallDependency: yesOrNo,
  InstanceConcurrencyConfig: object({
    DynamicEnabled: text(),
    MaxConcurrency: integer(),
    InstanceIsolationEnabled: text(),
    Type: text(),
    MixNodeConfig: list(object({ NodeSpec: text(), Num: integer() })),
    SessionConfig: object({
      SessionSource: text(),
      SessionName: text(),
      MaximumConcurrencySessionPerInstance: integer(),
      MaximumTTLInSeconds: integer(),
      MaximumIdleTimeInSeconds: integer(),
      SessionPath: text(),
      IdleTimeoutStrategy: text(),
    }),
  }),
  IntranetConfig: object({ IpFixed: onOrOff }),
  Layers: list(object({ LayerName: requiredText, LayerVersion: integer({ required: true }) })),
  ProtocolParams: object({ WSParams: object({ IdleTimeOut: integer() }) }),
  PublicNetConfig: object({ PublicNetStatus: onOrOff, EipConfig: object({ EipStatus: onOrOff }) }),
  Role: text(),
  VpcConfig: object({ VpcId: text(), SubnetId: text() }),
  // Not in the reference, or for one of the two actions alone; but clients in use send it with both.
  AsyncRunEnable: yesOrNo,
  DiskSize: integer(),
  L5Enable: yesOrNo,
  TraceEnable: yesOrNo,
}

/** As CreateFunction takes them. @type {Fields} */
export const createdSettings = {
  ...both,
  AutoCreateClsTopic: yesOrNo,
  AutoDeployClsTopicIndex: yesOrNo,
  ProtocolType: text(),
  Tags: list(object({ Key: requiredText, Value: requiredText })),
}

/** As UpdateFunctionConfiguration takes them. @type {Fields} */
export const updatedSettings = { ...both, IgnoreSysLog: boolean() }

/** @param {string} name */
export const isKept = (name) => Object.hasOwn(createdSettings, name) || Object.hasOwn(updatedSettings, name)

/**
 * As GetFunction shows them; what was never told has its default.
 * @param {Record<string, any>} kept
 * @param {string} runtime
 */
export function shownSettings(kept, runtime) {
  const { EipConfig, PublicNetStatus = 'ENABLE' } = kept.PublicNetConfig ?? {}
  return {
    AccessInfo: { Host: '', Vip: '' },
    AsyncRunEnable: kept.AsyncRunEnable ?? 'FALSE',
    CfsConfig: { CfsInsList: (kept.CfsConfig?.CfsInsList ?? []).map(shownMount) },
    ClsLogsetId: kept.ClsLogsetId ?? '',
    ClsTopicId: kept.ClsTopicId ?? '',
    DeadLetterConfig: { Type: '', Name: '', FilterType: '', ...kept.DeadLetterConfig },
    DnsCache: kept.DnsCache ?? 'FALSE',
    EipConfig: { EipFixed: 'FALSE', Eips: [] },
    InstallDependency: kept.InstallDependency ?? 'FALSE',
    InstanceConcurrencyConfig: kept.InstanceConcurrencyConfig ?? null,
    IntranetConfig: kept.IntranetConfig ? { ...kept.IntranetConfig, IpAddress: [] } : null,
    L5Enable: kept.L5Enable ?? 'FALSE',
    Layers: shownLayers(kept.Layers ?? [], runtime),
    OnsEnable: 'FALSE',
    ProtocolParams: kept.ProtocolParams ? { WSParams: kept.ProtocolParams.WSParams ?? null } : null,
    ProtocolType: kept.ProtocolType ?? null,
    PublicNetConfig: {
      PublicNetStatus,
      EipConfig: { EipStatus: EipConfig?.EipStatus ?? 'DISABLE', EipAddress: [] },
    },
    Role: kept.Role ?? '',
    Tags: kept.Tags ?? [],
    TraceEnable: kept.TraceEnable ?? 'FALSE',
    UseGpu: 'FALSE',
    VpcConfig: { VpcId: '', SubnetId: '', ...kept.VpcConfig },
  }
}

/** @param {object} mount */
const shownMount = (mount) => ({ IpAddress: null, MountVpcId: null, MountSubnetId: null, ...mount })

/**
 * @param {{ LayerName: string, LayerVersion: number }[]} layers
 * @param {string} runtime
 */
function shownLayers(layers, runtime) {
  // The way to remove them all: one layer without a name.
  if (layers.length === 1 && layers[0].LayerName === '') return []
  return layers.map((layer) => ({
    ...layer,
    CompatibleRuntimes: [runtime],
    Description: '',
    LicenseInfo: null,
    AddTime: '',
    Status: 'Active',
    Stamp: '',
    Tags: [],
  }))
}
