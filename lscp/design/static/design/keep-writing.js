// Keeps what is typed into a long box: in the record when the writer pauses or turns away, and on this device while
// there is no connection. Without it the page's own Save does the same.

const PAUSE = 8000 // milliseconds without a key
const form = document.querySelector('form[data-keep]')
const stored = `kept:${location.pathname}`
const lastSent = `sent:${location.pathname}`

if (form && form.dataset.keep === 'both') localStorage.removeItem(stored) // the page shows both texts; both are safe
else if (form) keep(form)

function keep (form) {
  const { text: box, version } = form.elements
  const kept = document.getElementById('kept')
  const trouble = document.getElementById('trouble')
  let saved = box.value
  let timer
  let busy = false

  bringBack()
  box.addEventListener('input', () => {
    localStorage.setItem(stored, JSON.stringify({ text: box.value, version: version.value }))
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE)
  })
  window.addEventListener('online', save)
  document.addEventListener('visibilitychange', () => document.hidden && save())

  // What was typed here and never reached the record. Under its own version: a colleague's newer text is not lost.
  function bringBack () {
    const left = JSON.parse(localStorage.getItem(stored))
    if (!left || same(left.text, box.value)) return localStorage.removeItem(stored)
    box.value = left.text
    version.value = left.version
    trouble.textContent = 'These words were typed on this device and are not saved yet. Save them now.'
  }

  async function save () {
    if (busy || same(box.value, saved)) return
    busy = true
    const sent = box.value
    const before = localStorage.getItem(lastSent)
    try {
      let answer = await put(sent)
      if (answer.status === 409 && await isInTheRecord(before)) answer = await put(sent)
      localStorage.removeItem(lastSent)
      show(answer.ok && await read(answer), sent)
    } catch {
      trouble.textContent = 'There is no connection. Your words are kept on this device until it is back.'
    }
    busy = false
  }

  function put (text) {
    const body = new URLSearchParams(new FormData(form))
    body.set('verb', 'save')
    body.set('text', text)
    localStorage.setItem(lastSent, text)
    const keepalive = body.toString().length < 60000 // goes on when the page is left; browsers allow no more
    return fetch(location.pathname, { method: 'POST', body, keepalive })
  }

  // The text in the record is no colleague's when this device sent it itself, and was cut off before the answer came.
  async function isInTheRecord (before) {
    const now = (await read(await fetch(location.pathname))).querySelector('form[data-keep]')
    if (before === null || !now || !same(now.elements.text.value, before)) return false
    version.value = now.elements.version.value
    return true
  }

  async function read (answer) {
    return new DOMParser().parseFromString(await answer.text(), 'text/html')
  }

  function show (page, sent) {
    const theirs = page && page.querySelector('form[data-keep]')
    if (!theirs) {
      trouble.textContent = 'This could not be saved by itself. Press Save to see why; your words stay in the box.'
      return
    }
    saved = sent
    version.value = theirs.elements.version.value
    if (same(box.value, sent)) localStorage.removeItem(stored)
    trouble.textContent = ''
    kept.textContent = page.getElementById('kept').textContent
    document.getElementById('checks').replaceWith(page.getElementById('checks'))
  }
}

function same (one, other) {
  return one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim()
}
