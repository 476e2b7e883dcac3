import { API_CHANGES } from './apiChanges.ts';
import { GATEWAY_CHANGES } from './gatewayChanges.ts';
import type { ChangePlan } from './plan.ts';
import { UPLOADER_CHANGES } from './uploaderChanges.ts';

/** Six weeks of changes to all of Harbour. */
export const CHANGES: readonly ChangePlan[] = [...API_CHANGES, ...UPLOADER_CHANGES, ...GATEWAY_CHANGES];
