import type { MoveRefusal } from './pairings.ts'

export type PairingRefusal = MoveRefusal | 'excluded' | 'hasBuddy'
