// One web process on a database that others share: prints its port. Started by tests as a process of its own.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../src/core/db.ts'
import { anApp } from './people.ts'

const [url = '', recruiterUrl = ''] = process.argv.slice(2)
openDatabase({
  url,
  recruiterUrl,
  onError: (error) => {
    console.error(error)
  },
})
const server = createServer(anApp({ NODE_ENV: 'production' }))
server.listen(0, '127.0.0.1', () => {
  console.log(`port ${String((server.address() as AddressInfo).port)}`)
})
process.on('disconnect', () => process.exit())
