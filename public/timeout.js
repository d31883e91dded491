// Warns before a session ends. The server ends it whatever happens here; other windows of the same person are told how long it lasts.
const SECOND = 1000

/** @param {HTMLDialogElement} dialog */
export function watchSession(dialog) {
  const find = (mark) => dialog.querySelector(`[${mark}]`)
  const form = dialog.querySelector('form')
  const [heading, words, time] = [dialog.querySelector('h2'), dialog.querySelector('p'), find('data-time')]
  const [stay, close] = [find('data-stay-button'), find('data-close-button')]
  const warning = Number(dialog.dataset.warning) * SECOND
  const others = 'BroadcastChannel' in window ? new BroadcastChannel('session') : undefined
  const title = document.title
  let end = 0
  let last = 0
  let timer

  const set = ({ left, most }) => {
    end = Date.now() + left * SECOND
    last = Date.now() + most * SECOND
    if (dialog.open) dialog.close()
    document.title = title
    look()
  }
  const say = (state) => {
    for (const part of [heading, words]) part.textContent = part.dataset[state]
    stay.hidden = state !== 'stay'
  }
  const open = (state) => {
    if (dialog.dataset.state !== state || !dialog.open) say(state)
    dialog.dataset.state = state
    if (!dialog.open && dialog.dataset.put !== state) {
      dialog.showModal()
      ;(state === 'stay' ? stay : close).focus()
    }
  }
  const look = () => {
    clearTimeout(timer)
    const left = end - Date.now()
    if (left > warning) {
      dialog.dataset.put = ''
      timer = setTimeout(look, Math.min(left - warning, 60 * SECOND))
      return
    }
    const minutes = Math.ceil(left / 60 / SECOND)
    const remaining = left <= 0 ? '' : minutes <= 1 ? 'Less than a minute left.' : `About ${minutes} minutes left.`
    open(left <= 0 ? 'over' : last - end < SECOND ? 'last' : 'stay')
    if (time.textContent !== remaining) time.textContent = remaining
    document.title = `${left <= 0 ? 'Signed out' : remaining} ${title}`
    if (left > 0) timer = setTimeout(look, Math.min(left, 5 * SECOND))
  }
  const put = () => {
    dialog.dataset.put = dialog.dataset.state
    dialog.close()
  }
  const ask = async () => {
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(new FormData(form)),
    })
    if (!answer.ok || answer.redirected) throw new Error('signed out')
    const lasts = await answer.json()
    set(lasts)
    others?.postMessage(lasts)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask().catch(() => {
      end = Date.now()
      look()
    })
  })
  close.addEventListener('click', put)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    put()
  })
  others?.addEventListener('message', ({ data }) => {
    set(data)
  })
  // A computer that slept has not counted meanwhile.
  document.addEventListener('visibilitychange', look)

  const here = { left: Number(dialog.dataset.left), most: Number(dialog.dataset.most) }
  set(here)
  others?.postMessage(here)
}
