'use strict';

// The demo's page: groups and private chats side by side, seen through the eyes of one person at a time.
// What people and the daemon wrote only ever becomes text nodes, never markup.
(() => {
  const BOT = 'bot';
  const PAGE = 200; // messages shown at once; earlier ones on request
  const ROLES = ['居民', '联络员', '书记', '召集人', '主持人', '秘书', '委员']; // the order of the choice; others come after
  const STEPS = { due: '下一个时点', hour: '1小时后', day: '1天后', week: '7天后' };

  const $ = (id) => document.getElementById(id);
  const all = (selector) => document.querySelectorAll(selector);
  const wide = window.matchMedia('(min-width: 760px)');

  const people = new Map();
  const chats = new Map();
  const messages = new Map();
  const inChat = new Map(); // chat id → its messages, oldest first
  const readUpTo = new Map(); // "person chat" → seq
  const drafts = new Map(); // "person chat" → text not sent yet
  let firstSeq = 0; // what stood here when the page was opened counts as read
  let lastSeq = 0;
  let clock = null;
  let me = null;
  let chat = null; // id of the open chat, null in the list on a phone
  let quoted = null; // id of the message being quoted
  let picked = null; // id of the message whose actions are shown
  let limit = PAGE;
  let sending = false;

  /** An element with properties or attributes and children; strings become text nodes. */
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === 'function') node.addEventListener(name, value);
      else node.setAttribute(name, value === true ? '' : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  // Civil time arrives as "2026-03-10T09:00" and is shown as it stands; no time zone of the browser's may touch it.
  const timeOf = (at) => at.slice(11, 16);

  function dayOf(at) {
    const [year, month, day] = at.slice(0, 10).split('-').map(Number);
    const weekday = `星期${[...'日一二三四五六'][new Date(Date.UTC(year, month - 1, day)).getUTCDay()]}`;
    return `${clock.now.startsWith(`${year}-`) ? '' : `${year}年`}${month}月${day}日 ${weekday}`;
  }

  const isToday = (at) => at.slice(0, 10) === clock.now.slice(0, 10);
  const shortTime = (at) => (isToday(at) ? timeOf(at) : `${Number(at.slice(5, 7))}月${Number(at.slice(8, 10))}日`);

  function spanUntil(at) {
    const minutes = Math.max(0, Math.round((Date.parse(`${at}Z`) - Date.parse(`${clock.now}Z`)) / 60000));
    if (minutes < 60) return `${minutes}分钟后`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours}小时后` : `${Math.floor(hours / 24)}天后`;
  }

  // What is known
  function take(message) {
    lastSeq = Math.max(lastSeq, message.seq);
    const known = messages.has(message.id);
    messages.set(message.id, message);
    if (!inChat.has(message.chat)) inChat.set(message.chat, []);
    const list = inChat.get(message.chat);
    if (known) list[list.findIndex((one) => one.id === message.id)] = message;
    else list.push(message);
    return known;
  }

  const keyOf = (person, chatID) => `${person} ${chatID}`;
  const chatsOf = (person) => [...chats.values()].filter((one) => (one.kind === 'private' ? one.id === person : one.members.includes(person)));

  function unread(person, chatID) {
    const from = readUpTo.get(keyOf(person, chatID)) ?? firstSeq;
    return (inChat.get(chatID) || []).filter((one) => one.seq > from && one.from !== person && !one.recalled).length;
  }

  const unreadOf = (person) => chatsOf(person).reduce((sum, one) => sum + unread(person, one.id), 0);
  const markRead = () => { if (me && chat && !document.hidden) readUpTo.set(keyOf(me, chat), lastSeq); };

  // Faces and names
  function dress(avatar, id, name) {
    const letters = [...name];
    const tone = [...id + name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 0);
    avatar.className = id === BOT ? 'avatar bot' : `avatar tone-${tone}`;
    avatar.textContent = id === BOT ? '议' : letters.slice(letters.length > 2 ? -2 : -1).join('');
    return avatar;
  }

  const face = (id, name) => dress(el('span', { 'aria-hidden': 'true' }), id, name);
  const postOf = (person) => [person.role, person.unit].filter(Boolean).join(' · ');
  const badge = (count) => (count ? el('span', { class: 'badge', 'aria-label': `${count}条未读` }, count > 99 ? '99+' : String(count)) : null);
  const chatName = (one) => (one.kind === 'private' ? '议事' : one.name);
  const chatAbout = (one) => (one.kind === 'private' ? '私聊，只有您和议事看得到' : `群聊 · ${one.members.length}人`);
  const gist = (message) => (message.recalled ? '已撤回' : message.text.replace(/\s+/g, ' ').slice(0, 80));

  // The list of chats, the list of people, the clock
  function showSide() {
    const person = people.get(me);
    for (const node of all('[data-my-avatar]')) dress(node, me, person.name);
    for (const node of all('[data-my-name]')) node.textContent = person.name;
    for (const node of all('[data-my-post]')) node.textContent = postOf(person);
    const elsewhere = [...people.keys()].filter((id) => id !== me && unread(id, id) > 0).length;
    $('others-unread').hidden = elsewhere === 0;
    $('others-unread').textContent = elsewhere;
    $('others-unread').setAttribute('aria-label', `${elsewhere}个人有未读私聊`);

    $('chats').replaceChildren(...chatsOf(me).map((one) => {
      const list = inChat.get(one.id) || [];
      const last = list[list.length - 1];
      const words = last ? (last.from === me || one.kind === 'private' ? '' : `${last.name}：`) + gist(last) : '还没有消息';
      return el('li', {}, el('button', {
        type: 'button', class: 'chat', 'data-chat': one.id, 'aria-current': one.id === chat ? 'true' : null, click: () => go(me, one.id),
      },
      one.kind === 'private' ? face(BOT, '议事') : el('span', { class: 'avatar group', 'aria-hidden': 'true' }, '群'),
      el('span', { class: 'chat-words' },
        el('span', { class: 'chat-name' }, chatName(one), one.kind === 'private' ? el('span', { class: 'tag' }, '私聊') : null),
        el('span', { class: 'chat-last' }, words)),
      el('span', { class: 'chat-side' }, last ? el('span', { class: 'chat-time' }, shortTime(last.at)) : null, badge(unread(me, one.id)))));
    }));
  }

  function showPeople() {
    const rank = (role) => (ROLES.findIndex((one) => role.includes(one)) + ROLES.length + 1) % (ROLES.length + 1);
    const roles = [...new Set([...people.values()].map((one) => one.role))].sort((a, b) => rank(a) - rank(b));
    $('people-list').replaceChildren(...roles.map((role) => el('section', { 'aria-label': role }, el('h3', {}, role),
      el('ul', {}, ...[...people.values()].filter((one) => one.role === role).map((one) => el('li', {}, el('button', {
        type: 'button', class: 'person', 'data-person': one.id, 'aria-current': one.id === me ? 'true' : null, click: () => become(one.id),
      }, face(one.id, one.name), el('span', { class: 'person-words' }, el('span', {}, one.name), el('span', { class: 'person-unit' }, one.unit || '')),
      badge(unreadOf(one.id)))))))));
  }

  function showClock() {
    $('now').textContent = `${clock.now.slice(0, 4)}年${dayOf(clock.now)} ${timeOf(clock.now)}`;
    $('now').setAttribute('datetime', clock.now);
    const due = clock.nextDue;
    const when = due && (isToday(due) ? timeOf(due) : `${shortTime(due)} ${timeOf(due)}`);
    $('next-due').textContent = due ? `下一个时点 ${when}（${spanUntil(due)}）` : '没有等着到时的事';
    document.querySelector('[data-step="due"]').disabled = !due;
  }

  // The conversation
  const nodeOf = (id) => document.querySelector(`[data-message="${CSS.escape(id)}"]`);

  function quoteBlock(id) {
    const source = messages.get(id);
    const words = source ? `${source.name}：${gist(source)}` : '引用的消息已经看不到了';
    const look = (event) => { event.stopPropagation(); show(id); };
    return el('button', { type: 'button', class: 'quote', 'aria-label': `看引用的消息，${words}`, click: look }, words);
  }

  function show(id) {
    const node = nodeOf(id);
    node?.scrollIntoView({ block: 'center' });
    node?.querySelector('.bubble')?.animate([{ opacity: 0.35 }, { opacity: 1 }], 900);
  }

  function row(message, before) {
    const mine = message.from === me;
    const isBot = message.from === BOT;
    if (message.recalled) return el('li', { class: 'gone', 'data-message': message.id }, `${mine ? '您' : message.name}撤回了一条消息`);
    const goesOn = before && !before.recalled && before.from === message.from && before.at === message.at && !message.quotes;
    const press = ({ label, command }) => el('button', {
      type: 'button', class: 'press', 'data-command': command, click: () => say(command, message.id),
    }, label);
    const bubble = el('div', { class: 'bubble', tabindex: '0', 'aria-label': `${message.name}，${timeOf(message.at)}，回车键看可做的事` },
      message.quotes ? quoteBlock(message.quotes) : null, el('p', { class: 'words', dir: 'auto' }, message.text));
    const pick = () => { picked = picked === message.id ? null : message.id; showPicked(); };
    bubble.addEventListener('click', () => { if (!String(window.getSelection())) pick(); }); // selecting text is not a tap
    bubble.addEventListener('keydown', (event) => { if (event.key === 'Enter' && event.target === bubble) pick(); });
    const buttons = message.buttons || [];
    const by = el('p', { class: 'by' }, mine ? null : el('span', {}, message.name), isBot ? el('span', { class: 'tag' }, '机器人') : null,
      el('time', { datetime: message.at }, timeOf(message.at)));
    const classes = `message ${mine ? 'mine' : isBot ? 'bots' : 'theirs'}${goesOn ? ' goes-on' : ''}`;
    return el('li', { class: classes, 'data-message': message.id, 'data-from': message.from }, face(message.from, message.name),
      el('div', { class: 'said' }, goesOn ? null : by, bubble,
        buttons.length ? el('div', { class: 'presses', role: 'group', 'aria-label': '可以直接按' }, ...buttons.map(press)) : null,
        el('div', { class: 'actions', hidden: true },
          el('button', { type: 'button', 'data-action': 'quote', click: () => quote(message.id) }, '引用'),
          mine ? el('button', { type: 'button', 'data-action': 'recall', click: () => post('/demo/recall', { as: me, message: message.id }) }, '撤回') : null)));
  }

  function rowsFor(message, before) {
    const newDay = !before || before.at.slice(0, 10) !== message.at.slice(0, 10);
    return newDay ? [el('li', { class: 'day' }, el('span', {}, dayOf(message.at))), row(message, null)] : [row(message, before)];
  }

  function showPicked() {
    for (const node of all('.message')) {
      const on = node.dataset.message === picked;
      node.classList.toggle('picked', on);
      node.querySelector('.actions').hidden = !on;
    }
  }

  let following = true; // whether the newest message is in sight, and stays so when the window or the composer changes
  const toBottom = () => { $('scroller').scrollTop = $('scroller').scrollHeight; $('to-newest').hidden = true; following = true; };

  function showTalk() {
    const one = chats.get(chat);
    document.body.dataset.view = one ? 'talk' : 'list';
    if (!one) { $('messages').replaceChildren(); return; }
    $('chat-name').textContent = chatName(one);
    $('chat-about').textContent = chatAbout(one);
    const list = inChat.get(chat) || [];
    const shown = list.slice(-limit);
    $('earlier').hidden = shown.length === list.length;
    $('messages').replaceChildren(...shown.flatMap((message, i) => rowsFor(message, shown[i - 1])));
    const empty = one.kind === 'private' ? '在这里单独和议事说话，别人看不到。' : '群里还没有人说话。';
    if (!shown.length) $('messages').append(el('li', { class: 'gone empty' }, empty));
    const role = people.get(me).role;
    $('text').placeholder = role.includes('居民') ? '比如：建议：东园3号楼路灯不亮' : role.includes('联络员') ? '比如：待办' : '比如：帮助';
    showPicked();
  }

  function arrive(message) {
    const known = take(message);
    if (message.chat === chat) {
      const list = inChat.get(chat);
      const node = known && nodeOf(message.id);
      if (node) node.replaceWith(row(message, list[list.indexOf(message) - 1]));
      else if (list.length === 1) showTalk();
      else if (!known) $('messages').append(...rowsFor(message, list[list.length - 2]));
      markRead();
      if (following || message.from === me) toBottom();
      else if (!known) $('to-newest').hidden = false;
    }
    showSide();
    if ($('people').open) showPeople();
  }

  // Moving about: the address says who one is and where, so that the phone's own back button works.
  function go(person, chatID) {
    const place = chatID === null ? `#${person}` : `#${person}/${chatID === person ? 'private' : chatID}`;
    if (location.hash === place) settle(); else location.hash = place;
  }

  function become(person) {
    $('people').close();
    const here = chats.get(chat);
    if (!here) go(person, null);
    else if (here.kind === 'private') go(person, person);
    else go(person, here.members.includes(person) ? chat : chatsOf(person)[0]?.id ?? null);
  }

  function settle() {
    const [person, place] = decodeURIComponent(location.hash.slice(1)).split('/');
    if (me && chat) drafts.set(keyOf(me, chat), $('text').value);
    me = people.has(person) ? person : [...people.values()].sort((a, b) => b.role.includes('居民') - a.role.includes('居民'))[0].id;
    const mine = chatsOf(me);
    const wanted = mine.find((one) => one.id === (place === 'private' ? me : place));
    chat = (wanted || (wide.matches ? mine[0] : null))?.id ?? null;
    picked = null;
    limit = PAGE;
    quote(null);
    $('text').value = drafts.get(keyOf(me, chat)) || '';
    fit();
    markRead();
    document.body.dataset.me = me;
    showTalk();
    showSide();
    toBottom();
  }

  function quote(id) {
    quoted = id;
    const source = messages.get(id);
    $('quoting').hidden = !source;
    $('quoting-text').textContent = source ? `引用 ${source.name}：${gist(source)}` : '';
    if (source) { picked = null; showPicked(); $('text').focus(); }
  }

  const fit = () => { $('text').style.height = 'auto'; $('text').style.height = `${Math.min($('text').scrollHeight + 2, 160)}px`; };

  let noticeTimer = 0;
  function notice(words, isFault) {
    $('notice').textContent = words;
    $('notice').classList.toggle('fault', Boolean(isFault));
    $('notice').hidden = false;
    clearTimeout(noticeTimer);
    noticeTimer = setTimeout(() => { $('notice').hidden = true; }, 6000);
  }

  // Talking to the daemon
  /** Posts and returns the answer, or null after telling the person why not. */
  async function post(path, body) {
    try {
      const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      const answer = await response.json();
      if (response.ok) return answer;
      notice(answer.error || '没有办成，请再试一次。', true);
    } catch {
      notice('没有连上服务，请再试一次。', true);
    }
    return null;
  }

  async function say(text, quotes) {
    if (sending || !chat) return null;
    sending = true;
    const answer = await post('/demo/say', { as: me, chat: chats.get(chat).kind === 'private' ? 'private' : chat, text, quotes });
    sending = false;
    return answer;
  }

  async function step(kind) {
    for (const node of all('[data-step]')) node.disabled = true;
    const answer = await post('/demo/clock', { step: kind });
    for (const node of all('[data-step]')) node.disabled = false;
    showClock();
    if (!answer) return;
    const done = answer.fired ? `到时的事办了${answer.fired}件` : '没有到时的事';
    notice(`拨到了${STEPS[kind]}，${dayOf(answer.now)} ${timeOf(answer.now)}，${done}`);
  }

  function tick(next) {
    clock = next;
    showClock();
    if (me) showSide();
  }

  /** The whole state again: at the start and after every lost connection, so that a restarted daemon is seen as it is. */
  async function load() {
    const response = await fetch('/demo/state');
    if (!response.ok) throw new Error(`state ${response.status}`);
    const state = await response.json();
    for (const known of [people, chats, messages, inChat]) known.clear();
    for (const one of state.people) people.set(one.id, one);
    for (const one of state.chats) chats.set(one.id, one);
    const before = lastSeq;
    lastSeq = 0;
    for (const one of state.messages) take(one);
    if (!me || lastSeq < before) { firstSeq = lastSeq; readUpTo.clear(); }
    tick({ now: state.now, nowMs: state.nowMs, nextDue: state.nextDue });
    settle();
  }

  let wait = 500; // milliseconds to the next try, doubled up to 8 s
  async function connect() {
    try { await load(); } catch { retry(); return; }
    const events = new EventSource(`/demo/events?after=${lastSeq}`);
    events.addEventListener('open', () => { wait = 500; $('offline').hidden = true; document.body.dataset.live = 'yes'; });
    events.addEventListener('message', (event) => arrive(JSON.parse(event.data)));
    events.addEventListener('clock', (event) => tick(JSON.parse(event.data)));
    events.addEventListener('error', () => { events.close(); retry(); });
  }

  function retry() {
    $('offline').hidden = false;
    document.body.dataset.live = 'no';
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, 8000);
  }

  $('composer').addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = $('text').value.trim();
    if (!text || sending) return;
    const from = keyOf(me, chat);
    if (!await say(text, quoted)) return;
    drafts.delete(from);
    if (keyOf(me, chat) !== from) return; // moved on to another chat meanwhile
    $('text').value = '';
    quote(null);
    fit();
  });
  $('text').addEventListener('input', fit);
  $('text').addEventListener('keydown', (event) => {
    // While an input method is composing, Enter picks a word and sends nothing.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    $('composer').requestSubmit();
  });
  $('unquote').addEventListener('click', () => quote(null));
  $('back').addEventListener('click', () => go(me, null));
  $('to-newest').addEventListener('click', toBottom);
  $('scroller').addEventListener('scroll', () => {
    following = $('scroller').scrollHeight - $('scroller').scrollTop - $('scroller').clientHeight < 60;
    if (following) $('to-newest').hidden = true;
  });
  new ResizeObserver(() => { if (following) toBottom(); }).observe($('scroller'));
  $('earlier').addEventListener('click', () => {
    const fromEnd = $('scroller').scrollHeight - $('scroller').scrollTop;
    limit += PAGE;
    showTalk();
    $('scroller').scrollTop = $('scroller').scrollHeight - fromEnd;
  });
  for (const node of all('[data-step]')) node.addEventListener('click', () => step(node.dataset.step));
  for (const node of all('[data-open-people]')) node.addEventListener('click', () => { showPeople(); $('people').showModal(); });
  $('close-people').addEventListener('click', () => $('people').close());
  $('people').addEventListener('click', (event) => { if (event.target === $('people')) $('people').close(); });
  window.addEventListener('hashchange', () => { if (people.size) settle(); });
  wide.addEventListener('change', () => { if (people.size) settle(); });
  document.addEventListener('visibilitychange', () => { if (me && !document.hidden) { markRead(); showSide(); } });
  connect();
})();
