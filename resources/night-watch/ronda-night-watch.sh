#!/bin/sh
# shellcheck disable=SC2015 # `a && b || continue` is meant as it reads
# Ronda night watch, version 1.
#
# Goes on watching this server while the Ronda console (a laptop) is closed. Cron, or a systemd user timer, runs it once
# a minute as an ordinary user. It looks at the services that `targets` lists, and tells a Telegram group when one goes
# down and when it is back. While the console is awake it renews the file `lease`; then this script watches silently.
#
# It changes nothing on the server outside its own folder, opens no port, and runs nothing that it reads: the lines of
# `targets` are data, split at tabs, and never become commands. Ronda placed it here and removes it again; by hand,
# take the two lines "ronda-night-watch" out of `crontab -e` and delete this folder.
#
# Its folder holds:
#   targets    what is watched, one thing a line
#   telegram   address and chat of the bot (its token is in the address: readable by this user alone)
#   ping       optional: a web address that is called after every run, so that somebody else notices a dead server
#   lease      written by the console: until when this script keeps silent, what has been told already, what is muted
#   state/     how each check stands           told/     which services were reported down by this script
#   beats      every result, for the console   last      when it ran last     problem    why a message could not be sent

set -u
umask 077
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}
export LC_ALL PATH
# Checks go straight to the service, as the console's do.
unset http_proxy all_proxy ALL_PROXY HTTP_PROXY

case $0 in */*) cd "${0%/*}" || exit 1 ;; esac
tab=$(printf '\t')
nl='
'
now=$(date +%s)

# ---- Settings: lines "set <name> <value>" of targets --------------------------------------------------------------

lang=en host=server lease_seconds=90 docker_socket=/var/run/docker.sock docker_sudo=no all_severity=P1 all_notify=yes
quiet_from=- quiet_to=- keep_bytes=2000000
while IFS=$tab read -r kind name value; do
  [ "$kind" = set ] || continue
  case $name in
    lang) lang=$value ;;
    host) host=$value ;;
    lease_seconds) lease_seconds=$value ;;
    docker_socket) docker_socket=$value ;;
    docker_sudo) docker_sudo=$value ;;
    all_severity) all_severity=$value ;;
    all_notify) all_notify=$value ;;
    quiet_from) quiet_from=$value ;;
    quiet_to) quiet_to=$value ;;
    keep_bytes) keep_bytes=$value ;;
  esac
done <targets || exit 1

# ---- Words, in the admin's language -------------------------------------------------------------------------------

# say <what> [<detail>]
say() {
  case $lang-$1 in
    id-down) text="$2 tidak berfungsi" ;;
    *-down) text="$2 is down" ;;
    id-many) text="$2 hal gagal bersamaan" ;;
    *-many) text="$2 things failed at once" ;;
    id-all) text="Semua layanan di $2 tidak berfungsi" ;;
    *-all) text="All services of $2 are down" ;;
    id-up) text="$2 sudah pulih" ;;
    *-up) text="$2 is up again" ;;
    id-ups) text="$2 hal sudah pulih" ;;
    *-ups) text="$2 things are up again" ;;
    id-signature) text="Dilihat ronda malam di server pukul $2; konsol sedang tidak aktif." ;;
    *-signature) text="Seen by the night watch on the server at $2; the console is away." ;;
    id-disk) text="Ronda malam tidak bisa menulis di $2" ;;
    *-disk) text="The night watch cannot write on $2" ;;
    id-disk-hint) text="Mungkin disk penuh atau hanya-baca; layanan tidak bisa diawasi." ;;
    *-disk-hint) text="Its disk may be full or read-only; the services cannot be watched." ;;
    id-status) text="menjawab HTTP $2" ;;
    *-status) text="answers HTTP $2" ;;
    id-body) text="menjawab, tetapi $2" ;;
    *-body) text="answers, but $2" ;;
    id-slow) text="butuh $2" ;;
    *-slow) text="took $2" ;;
    id-dns) text="namanya tidak ditemukan" ;;
    *-dns) text="its name is not known" ;;
    id-refused) text="koneksi ditolak" ;;
    *-refused) text="the connection is refused" ;;
    id-timeout) text="tidak menjawab dalam $2" ;;
    *-timeout) text="no answer in $2" ;;
    id-tls) text="sertifikat atau TLS bermasalah" ;;
    *-tls) text="a problem with its certificate or TLS" ;;
    id-redirects) text="terus mengalihkan" ;;
    *-redirects) text="redirects again and again" ;;
    id-broken) text="memutus koneksi tanpa jawaban yang benar" ;;
    *-broken) text="closed the connection without a proper answer" ;;
    id-no-container) text="kontainernya tidak ada" ;;
    *-no-container) text="it has no container" ;;
    id-stopped) text="kontainernya tidak berjalan ($2)" ;;
    *-stopped) text="its container does not run ($2)" ;;
    id-unhealthy) text="Docker menyatakan tidak sehat ($2)" ;;
    *-unhealthy) text="Docker calls it unhealthy ($2)" ;;
    *) text="$1 ${2:-}" ;;
  esac
  printf '%s\n' "$text"
}

# ---- Small tools --------------------------------------------------------------------------------------------------

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a program that knows no time limit of its own, where the system can limit it.
limited() {
  limit=$1
  shift
  if have timeout; then timeout "$limit" "$@"; else "$@"; fi
}

# One short line of plain ASCII: what a service says ends up in messages, and half a character would void them.
plain() { tr -cd '\040-\176' | head -c 100; }

# Every byte as %XX: whatever the text is, it can break out of nothing.
percent() { od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g'; }

html() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

# Whether a word may be used as a file name: identifiers of the console are letters, digits and dashes.
is_id() { case $1 in '' | *[!a-z0-9-]*) return 1 ;; esac }

is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac }

# A JSON text as lines "path.of.keys<TAB>value"; nothing at all when it is not JSON.
json_lines() {
  awk '
    BEGIN { RS = "\001" }
    { text = text $0 }
    END { at = 1; out = ""; space(); value("", 0); space(); if (!bad && at > length(text)) printf "%s", out }
    function char() { return substr(text, at, 1) }
    function space() { while (at <= length(text) && index(" \t\r\n", char())) at++ }
    function value(path, depth,  c) {
      if (bad || depth > 50) { bad = 1; return }
      c = char()
      if (c == "{") inside(path, depth, "}")
      else if (c == "[") inside(path, depth, "]")
      else if (c == "\"") put(path, string())
      else if (match(substr(text, at, 40), /^(true|false|null|-?[0-9][0-9.eE+-]*)/)) {
        put(path, substr(text, at, RLENGTH)); at += RLENGTH
      } else bad = 1
    }
    function inside(path, depth, close_with,  key, n) {
      at++; space(); n = 0
      if (char() == close_with) { at++; return }
      while (!bad) {
        key = n++
        if (close_with == "}") {
          if (char() != "\"") { bad = 1; return }
          key = string(); space()
          if (char() != ":") { bad = 1; return }
          at++; space()
        }
        value(path == "" ? key : path "." key, depth + 1); space()
        if (char() == ",") { at++; space(); continue }
        if (char() == close_with) { at++; return }
        bad = 1
      }
    }
    function string(  c, from, escaped) {
      from = ++at; escaped = ""
      while (at <= length(text)) {
        c = char()
        if (c == "\"") { at++; return escaped }
        if (c == "\\") { at++; c = char(); if (index("nrtbf", c)) c = " " }
        if (c == "\t" || c == "\n" || c == "\r") c = " "
        escaped = escaped c; at++
      }
      bad = 1; return ""
    }
    function put(path, text_value) { out = out path "\t" text_value "\n" }
  '
}

# ---- One at a time ------------------------------------------------------------------------------------------------

# A run that was killed leaves its lock behind: after ten minutes nobody believes it any more.
if ! mkdir lock 2>/dev/null; then
  since=0
  [ -r lock/since ] && read -r since <lock/since
  is_number "$since" || since=0
  [ -d lock ] && [ $((now - since)) -ge 0 ] && [ $((now - since)) -lt 600 ] && exit 0
  rm -rf lock
  mkdir lock 2>/dev/null
fi
echo "$now" >lock/since 2>/dev/null
trap 'rm -rf lock run' EXIT
trap 'exit 1' HUP INT TERM
rm -rf run
mkdir -p run state told 2>/dev/null

# ---- Telegram -----------------------------------------------------------------------------------------------------

# The address with the token goes through a pipe: an argument could be read by every user of the server.
# post <address> <body>   prints the answer
post() {
  if have curl; then
    printf 'url = "%s"\ndata = "%s"\n' "$1" "$2" | curl -q -sS --max-time 20 --config - 2>&1
  else
    printf '%s\n' "$1" | wget -q -O - --content-on-error --tries=1 -T 20 --post-data="$2" -i - 2>&1
  fi
}

# send <file with HTML>   true when Telegram has taken it
send() {
  { read -r address && read -r chat && read -r topic; } <telegram || return 1
  [ -r state/chat ] && read -r chat <state/chat && topic=-
  retry_at=0
  [ -r state/retry-at ] && read -r retry_at <state/retry-at
  is_number "$retry_at" || retry_at=0
  # Not for longer than a day, whatever the file says.
  [ "$now" -lt "$retry_at" ] && [ $((retry_at - now)) -lt 86400 ] && return 1
  moved=no
  while :; do
    body="parse_mode=HTML&link_preview_options=%7B%22is_disabled%22%3Atrue%7D&chat_id=$(printf '%s' "$chat" | percent)"
    [ "$topic" = - ] || body="$body&message_thread_id=$topic"
    answer=$(post "$address" "$body&text=$(percent <"$1")" | head -c 4000 | tr -d '\r\n')
    facts=$(printf '%s' "$answer" | json_lines)
    case $nl$facts$nl in
      *"${nl}ok${tab}true${nl}"*)
        rm -f problem state/retry-at
        return 0
        ;;
    esac
    new_chat=$(printf '%s\n' "$facts" | sed -n "s/^parameters\\.migrate_to_chat_id$tab\\(-*[0-9][0-9]*\\)\$/\\1/p")
    [ "$moved" = no ] && [ -n "$new_chat" ] || break
    # The group became a supergroup: it has a new number from now on, and other topics.
    moved=yes chat=$new_chat topic=-
    echo "$chat" >state/chat
  done
  wait_for=$(printf '%s\n' "$facts" | sed -n "s/^parameters\\.retry_after$tab\\([0-9]\\{1,5\\}\\)\$/\\1/p")
  code=$(printf '%s\n' "$facts" | sed -n "s/^error_code$tab\\([0-9]\\{3\\}\\)\$/\\1/p")
  # A refusal is not cured by knocking every minute.
  case $code in 400 | 401 | 403 | 404) : "${wait_for:=900}" ;; esac
  echo $((now + ${wait_for:-30})) >state/retry-at
  # The answer may repeat the address, and the token with it.
  secret=${address#*/bot}
  secret=${secret%%/*}
  { date '+%Y-%m-%d %H:%M:%S' && printf '%s' "${answer:-no answer}" | awk -v secret="$secret" '
      { while (i = index($0, secret)) $0 = substr($0, 1, i - 1) "[token]" substr($0, i + length(secret)); print }' | plain
  } >problem
  return 1
}

# A disk that takes nothing is worth a message of its own: without one the silence would look like peace.
if ! printf '%s\n' "$now" 2>/dev/null >run/proof || [ ! -s run/proof ]; then
  case $(date +%M) in
    00 | 30)
      message="🔴 <b>$(say disk "$host" | html)</b>$nl$(say disk-hint)"
      { read -r address && read -r chat && read -r topic; } <telegram || exit 1
      post "$address" "parse_mode=HTML&chat_id=$(printf '%s' "$chat" | percent)&text=$(printf '%s' "$message" | percent)"
      ;;
  esac
  exit 1
fi

# ---- The checks ---------------------------------------------------------------------------------------------------

# Each writes one line to run/<service>.<check>: outcome (ok, degraded, fail, skip), milliseconds or -, word, detail.
result() { printf '%s\t%s\t%s\t%s\n' "$1" "${2:--}" "${3:--}" "${4:--}" >"$file"; }

milliseconds() { # 1.234567 -> 1234
  whole=${1%%.*} part=${1#*.}000
  part=${part%"${part#???}"}
  is_number "$whole" && is_number "$part" && echo $((whole * 1000 + 1$part - 1000)) || echo -
}

# fetch <url> <seconds> <redirects>   leaves run/<check>.body, .head, .time; returns curl's exit codes
fetch() {
  : >"$file.body"
  : >"$file.head"
  : >"$file.time"
  if have curl; then
    follow=
    [ "$3" -gt 0 ] && follow="-L --max-redirs $3"
    # shellcheck disable=SC2086 # two words or none
    {
      curl -q -s -g --proto '=http,https' --proto-redir '=http,https' --noproxy '*' --max-time "$2" $follow \
        -A 'Ronda night watch' -D "$file.head" -o - -w '%{stderr}%{time_total}' -- "$1" 2>"$file.time"
      echo $? >"$file.exit"
    } | head -c 65536 >"$file.body"
    read -r code <"$file.exit"
    # 23: we stopped reading a body longer than we look at.
    [ "$code" = 23 ] && [ -s "$file.head" ] && code=0
    return "$code"
  elif have wget; then
    {
      if wget --version 2>/dev/null | head -n 1 | grep -q GNU; then
        limited "$2" wget -nv -S -O - --content-on-error --tries=1 -T "$2" --max-redirect="$3" --no-proxy -- "$1" \
          2>"$file.head"
      else
        limited "$2" wget -q -S -O - -- "$1" 2>"$file.head"
      fi
      echo $? >"$file.exit"
    } | head -c 65536 >"$file.body"
    read -r code <"$file.exit"
    grep -q 'HTTP/' "$file.head" && return 0
    # A wget that is not there or crashes says nothing about the service.
    case $code in 124 | 143) return 28 ;; 5) return 35 ;; 12? | 13?) return 127 ;; *) return 7 ;; esac
  elif have nc; then
    case $1 in http://*) ;; *) return 127 ;; esac
    rest=${1#http://}
    address=${rest%%/*} path=/${rest#"${rest%%/*}"}
    path=/${path#//}
    address=${address##*@}
    case $address in *:*) port=${address##*:} address=${address%:*} ;; *) port=80 ;; esac
    address=${address#[} address=${address%]}
    printf 'GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n' "$path" "$address" |
      limited "$2" nc -w "$2" "$address" "$port" 2>/dev/null | head -c 65536 >"$file.body"
    [ -s "$file.body" ] || return 7
    tr -d '\r' <"$file.body" | sed '/^$/q' >"$file.head"
    tr -d '\r' <"$file.body" | sed '1,/^$/d' >"$file.only" && mv "$file.only" "$file.body"
    return 0
  fi
  return 127
}

# check_http <url> <seconds> <status,status> <slower than ms> <redirects>
check_http() {
  fetch "$1" "$2" "$5"
  code=$?
  ms=$(milliseconds "$(cat "$file.time")")
  case $code in
    0) ;;
    6) result fail "$ms" dns && return ;;
    7) result fail "$ms" refused && return ;;
    28) result fail "$ms" timeout "${2} s" && return ;;
    35 | 51 | 53 | 54 | 58 | 59 | 60 | 77 | 80 | 83) result fail "$ms" tls && return ;;
    47) result fail "$ms" redirects && return ;;
    127) result skip && return ;;
    *) result fail "$ms" broken && return ;;
  esac
  status=$(sed -n 's/.*HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' "$file.head" | tail -n 1)
  case ,$3, in
    *",$status,"*) ;;
    *) result fail "$ms" status "${status:-?}" && return ;;
  esac
  wrong=$(unexpected)
  if [ -n "$wrong" ]; then result degraded "$ms" body "$wrong"
  elif [ "$4" -gt 0 ] && [ "$ms" != - ] && [ "$ms" -gt "$4" ]; then result degraded "$ms" slow "$ms ms"
  else result ok "$ms" status "$status"; fi
}

# What of the answer is not as `targets` wants it: lines "json <service> <check> <path> <value>".
unexpected() {
  parsed=no
  while IFS=$tab read -r kind of_service of_check path wanted; do
    [ "$kind" = json ] && [ "$of_service" = "$service" ] && [ "$of_check" = "$check" ] || continue
    [ $parsed = yes ] || json_lines <"$file.body" >"$file.json"
    parsed=yes
    found=-
    while IFS=$tab read -r key value; do
      [ "$key" = "$path" ] && found=$value
    done <"$file.json"
    [ "$found" = "$wanted" ] || printf '%s = %s' "$path" "$found" | plain
    [ "$found" = "$wanted" ] || return
  done <targets
}

# check_tcp <address> <port> <seconds>
check_tcp() {
  if have nc && nc --help 2>&1 | grep -q BusyBox; then
    # It knows no -z: the program that it starts once it is connected ends at once.
    limited "$3" nc -w "$3" "$1" "$2" -e true </dev/null >/dev/null 2>&1
  elif have nc; then
    limited "$3" nc -z -w "$3" "$1" "$2" </dev/null >/dev/null 2>&1
  elif have bash; then
    # shellcheck disable=SC2016 # bash expands it
    limited "$3" bash -c 'exec 3<>"/dev/tcp/$1/$2"' ronda "$1" "$2" >/dev/null 2>&1
  elif have curl; then
    # It stays connected until its time is over; what counts is whether it ever was.
    connected=$(curl -q -s --max-time "$3" -w '%{time_connect}' "telnet://$1:$2" </dev/null 2>/dev/null)
    case $connected in *[1-9]*) true ;; *) false ;; esac
  else
    result skip
    return
  fi
  case $? in
    0) result ok - connected ;;
    124 | 143) result fail - timeout "$3 s" ;;
    *) result fail - refused ;;
  esac
}

# check_docker <compose service> <compose project or -> <seconds> <path of the same question to the Docker API>
check_docker() {
  sudo=
  [ "$docker_sudo" = yes ] && sudo='sudo -n'
  if have docker; then
    set -- "$1" "$2" "$3" "$4" --filter "label=com.docker.compose.service=$1"
    [ "$2" = - ] || set -- "$@" --filter "label=com.docker.compose.project=$2"
    seconds=$3
    shift 4
    # shellcheck disable=SC2086 # two words or none
    limited "$seconds" $sudo docker -H "unix://$docker_socket" ps -a "$@" \
      --format '{{.State}}{{"\t"}}{{.Status}}{{"\t"}}{{.Names}}' >"$file.list" 2>/dev/null || { result skip; return; }
  elif have curl && [ -z "$sudo" ]; then
    curl -q -s -f -g --max-time "$3" --unix-socket "$docker_socket" "http://localhost$4" 2>/dev/null |
      json_lines | awk -F "$tab" '
        { dot = index($1, "."); n = substr($1, 1, dot - 1); key = substr($1, dot + 1) }
        key == "Names.0" { name[n] = substr($2, 2) } key == "State" { state[n] = $2 } key == "Status" { status[n] = $2 }
        END { for (n in state) print state[n] "\t" status[n] "\t" name[n] }' >"$file.list"
    # An empty list and no answer at all look alike here: ask whether Docker answers.
    [ -s "$file.list" ] || curl -q -s -f --max-time "$3" --unix-socket "$docker_socket" http://localhost/_ping \
      >/dev/null 2>&1 || { result skip; return; }
  else
    result skip
    return
  fi
  total=0 well=0 bad='' word=stopped
  while IFS=$tab read -r state status name; do
    total=$((total + 1))
    case $state-$status in
      running-*unhealthy*) word=unhealthy bad=$name ;;
      running-*) well=$((well + 1)) ;;
      *) bad="$name: $state" ;;
    esac
  done <"$file.list"
  bad=$(printf '%s' "$bad" | plain)
  if [ $total -eq 0 ]; then result fail - no-container
  elif [ $well -eq 0 ]; then result fail - $word "$bad"
  elif [ $well -lt $total ]; then result degraded - $word "$bad"
  else result ok - running; fi
}

# start_check <service> <check> <kind> <seconds> <expected> <slower than> <target> <extra>
start_check() {
  service=$1 check=$2 file=run/$1.$2
  case $3 in
    http) check_http "$7" "$4" "$5" "$6" 0 ;;
    website) check_http "$7" "$4" "$5" "$6" 5 ;;
    tcp) check_tcp "$7" "$8" "$4" ;;
    docker) check_docker "$7" "$8" "$4" "$5" ;;
    *) result skip ;;
  esac
}

# load <service> <check>   how it stands: status, failures in a row, when it ran, what it said
load() {
  status=unknown failures=0 ran=0 word=- detail=-
  [ -r "state/$1.$2" ] && IFS=$tab read -r status failures ran word detail <"state/$1.$2"
  is_number "$failures" || failures=0
  is_number "$ran" || ran=0
}

# round all|pending   runs what is due, ten at a time, and takes the results in
round() {
  running=0
  while IFS=$tab read -r kind service check of_kind every timeout retry threshold expected slower target extra; do
    [ "$kind" = check ] && is_id "$service" && is_id "$check" || continue
    rm -f "run/$service.$check"
    muted "$service" && continue
    load "$service" "$check"
    if [ "$1" = pending ]; then [ "$status" = pending ] || continue
    # Ten seconds less: cron is not that punctual.
    elif [ "$status" != pending ] && [ "$ran" -le "$now" ] && [ $((now - ran)) -lt $((every - 10)) ]; then continue; fi
    start_check "$service" "$check" "$of_kind" "$timeout" "$expected" "$slower" "$target" "$extra" &
    running=$((running + 1))
    if [ $running -ge 10 ]; then wait && running=0; fi
  done <targets
  wait
  at=$(date +%s)
  again=0
  while IFS=$tab read -r kind service check of_kind every timeout retry threshold expected slower target extra; do
    [ "$kind" = check ] && is_id "$service" && is_id "$check" && [ -s "run/$service.$check" ] || continue
    load "$service" "$check"
    before=$status
    IFS=$tab read -r outcome ms word detail <"run/$service.$check"
    # Nobody watched for a while (the server was off): failures from before are not failures in a row.
    [ "$before" = pending ] && [ $((at - ran)) -gt $((2 * every + 120)) ] && failures=0
    case $outcome in
      ok) status=up failures=0 ;;
      degraded) status=degraded failures=0 ;;
      fail)
        failures=$((failures + 1))
        if [ "$before" = down ] || [ "$failures" -ge "$threshold" ]; then status=down; else
          status=pending
          if [ "$again" -eq 0 ] || [ "$retry" -lt "$again" ]; then again=$retry; fi
        fi
        ;;
      *) continue ;;
    esac
    printf '%s\t%s\t%s\t%s\t%s\n' "$status" "$failures" "$at" "$word" "$detail" >"state/$service.$check"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$at" "$service" "$check" "$outcome" "$status" "$ms" "$word" "$detail" \
      >>beats
  done <targets
}

# ---- The lease ----------------------------------------------------------------------------------------------------

# Its first line is "lease <second>", by this server's own clock. One from the future is worth nothing.
lease_age() {
  leased=0
  [ -r lease ] && read -r lease_word leased <lease
  is_number "$leased" || leased=0
  echo $(($(date +%s) - leased))
}
console_awake() {
  age=$(lease_age)
  [ "$age" -ge -5 ] && [ "$age" -lt "$lease_seconds" ]
}
# muted <service>: stopped or silenced through the console, until some second or (0) until it says otherwise
muted() {
  [ -r lease ] || return 1
  while read -r lease_word lease_service lease_until; do
    if [ "$lease_word" != muted ] || [ "$lease_service" != "$1" ]; then continue; fi
    is_number "$lease_until" || lease_until=0
    [ "$lease_until" -eq 0 ] || [ "$now" -lt "$lease_until" ]
    return
  done <lease
  return 1
}
# What the console told before it left counts as told. Once a lease: what recovers later must not stay told for ever.
inherit() {
  read -r lease_word leased <lease 2>/dev/null || return
  taken=''
  [ -r state/lease-taken ] && read -r taken <state/lease-taken
  [ "$taken" = "$leased" ] && return
  while read -r lease_word lease_service lease_severity; do
    if [ "$lease_word" = told ] && is_id "$lease_service" && [ ! -e "told/$lease_service" ]; then
      echo "$leased console ${lease_severity:-P1}" >"told/$lease_service"
    fi
  done <lease
  echo "$leased" >state/lease-taken
}

# ---- Telling ------------------------------------------------------------------------------------------------------

# In the quiet hours everything but P1 waits; it is told afterwards if it is still so. Minutes of the day, UTC.
is_quiet() {
  [ "$1" != P1 ] && is_number "$quiet_from" && is_number "$quiet_to" || return 1
  minute=$((now % 86400 / 60))
  if [ "$quiet_from" -le "$quiet_to" ]; then
    [ $minute -ge "$quiet_from" ] && [ $minute -lt "$quiet_to" ]
  else
    [ $minute -ge "$quiet_from" ] || [ $minute -lt "$quiet_to" ]
  fi
}

# stand <service>   down, pending (below a threshold), up, or open (nothing was seen): the worst of its checks, and why
stand() {
  worst=open why=''
  while IFS=$tab read -r kind service check _; do
    [ "$kind" = check ] && [ "$service" = "$1" ] || continue
    load "$service" "$check"
    case $status in
      down)
        [ "$detail" = - ] && detail=
        worst=down
        why="${why:+$why; }$(say "$word" "$detail")"
        ;;
      up | degraded) [ $worst = open ] && worst=up ;;
      pending) [ $worst = down ] || worst=pending ;;
    esac
  done <targets
}

tell() {
  : >run/down
  : >run/up
  services=0 down=0
  awake=no
  console_awake && awake=yes
  [ $awake = yes ] || [ ! -r lease ] || inherit
  while IFS=$tab read -r kind of_service severity notify name; do
    [ "$kind" = service ] && is_id "$of_service" || continue
    muted "$of_service" && continue
    services=$((services + 1))
    stand "$of_service"
    [ $worst = down ] && down=$((down + 1))
    if [ $awake = yes ]; then
      [ $worst = up ] && rm -f "told/$of_service"
    elif [ $worst = down ] && [ ! -e "told/$of_service" ]; then
      printf '%s\t%s\t%s\t%s\t%s\n' "$of_service" "$severity" "$notify" "$name" "$why" >>run/down
    elif [ $worst = up ] && [ -e "told/$of_service" ]; then
      printf '%s\t%s\t%s\t%s\t-\n' "$of_service" "$severity" "$notify" "$name" >>run/up
    fi
  done <targets
  [ $awake = no ] || return 0
  tell_down
  tell_up
}

tell_down() {
  : >run/lines
  : >run/ids
  count=0 highest=P4 only='' everything=no
  [ "$services" -gt 1 ] && [ "$down" -eq "$services" ] && everything=yes
  while IFS=$tab read -r of_service severity notify name why; do
    if [ $everything = yes ]; then severity=$all_severity notify=$all_notify; fi
    if [ "$notify" != yes ] || is_quiet "$severity"; then continue; fi
    count=$((count + 1)) only=$name
    # P1 < P2 < P3 < P4 as words, too.
    [ "${severity#P}" -lt "${highest#P}" ] && highest=$severity
    printf '%s\n' "$of_service" >>run/ids
    printf '• %s: %s (%s)\n' "$name" "$why" "$severity" >>run/lines
    only_why=$why
  done <run/down
  [ $count -gt 0 ] || return 0
  if [ $everything = yes ]; then title=$(say all "$host")
  elif [ $count -gt 1 ]; then title=$(say many $count)
  else
    title=$(say down "$only")
    printf '%s · %s\n' "$highest" "$only_why" >run/lines
  fi
  case $highest in P1) mark=🔴 ;; P2) mark=🟠 ;; P3) mark=🟡 ;; *) mark=⚪ ;; esac
  # Marked before it is sent: were it the other way round, a full disk would repeat the message every minute.
  while read -r of_service; do echo "$now night $highest" >"told/$of_service"; done <run/ids
  deliver $mark "$title" && return 0
  while read -r of_service; do rm -f "told/$of_service"; done <run/ids
}

tell_up() {
  : >run/lines
  : >run/ids
  count=0 only=
  while IFS=$tab read -r of_service severity notify name why; do
    read -r _ _ severity <"told/$of_service"
    if is_quiet "${severity:-P1}"; then continue; fi
    count=$((count + 1)) only=$name
    printf '%s\n' "$of_service" >>run/ids
    printf '• %s\n' "$(say up "$name")" >>run/lines
  done <run/up
  [ $count -gt 0 ] || return 0
  if [ $count -gt 1 ]; then title=$(say ups $count); else title=$(say up "$only") && : >run/lines; fi
  while read -r of_service; do mv "told/$of_service" run/ 2>/dev/null; done <run/ids
  deliver 🟢 "$title" && return 0
  while read -r of_service; do mv "run/$of_service" told/ 2>/dev/null; done <run/ids
}

# deliver <mark> <title>   with the first of run/lines below; Telegram takes 4,096 characters
deliver() {
  {
    printf '%s <b>%s</b>\n' "$1" "$(printf '%s' "$2" | html)"
    printf 'Server: %s\n' "$host" | html
    head -n 10 run/lines | html
    [ "$(wc -l <run/lines)" -le 10 ] || echo "…"
    say signature "$(date '+%H:%M %Z')" | html
  } >run/message
  # The console may have come back while the checks ran.
  console_awake && return 1
  send run/message
}

# ---- A run --------------------------------------------------------------------------------------------------------

round all
# A first failure is looked at again within the same minute, as the console does it.
if [ "$again" -gt 0 ]; then
  [ "$again" -gt 25 ] && again=25
  sleep "$again"
  round pending
fi
tell

# What is kept is bounded: this file and the one before it.
if [ -f beats ] && [ "$(wc -c <beats)" -gt "$keep_bytes" ]; then mv -f beats beats.old; fi
printf '%s %s\n' "$now" "$(($(date +%s) - now))" >last

if [ -s ping ] && read -r address <ping; then
  if have curl; then printf 'url = "%s"\n' "$address" | curl -q -s --max-time 15 -o /dev/null --config - 2>/dev/null
  else printf '%s\n' "$address" | wget -q -O /dev/null --tries=1 -T 15 -i - 2>/dev/null; fi
fi
exit 0
