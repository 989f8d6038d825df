// @ts-check
// GetUserAppId of CAM: the account whose key signs. https://cloud.tencent.com/document/product/598/53486

import { APP_ID, UIN } from '../world.js'
import { action } from './action.js'

export const GetUserAppId = action({
  fields: {},
  run: () => ({ AppId: Number(APP_ID), Uin: UIN, OwnerUin: UIN }),
})
