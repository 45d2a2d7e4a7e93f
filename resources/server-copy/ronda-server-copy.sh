#!/bin/sh
# Ronda server copy, version 1.
#
# Copies the databases that `databases` lists out of their running containers onto this server's own disk, so that a
# closed laptop skips no day. Cron runs it once a day as an ordinary user who may use Docker. The Ronda console fetches
# and verifies what it made; without Ronda, `gunzip` makes an ordinary SQLite file of each copy.
#
# It stops nothing, pauses nothing and leaves nothing in a container, and it writes in its own folder only. The lines of
# `databases` are data, split at tabs, and never become commands. Ronda placed it here and removes it again; by hand,
# take the two lines "ronda-server-copy" out of `crontab -e`. The copies are in `copies/`: look before you delete them.
#
# Its folder holds:
#   databases          what is copied, one thing a line
#   copy-database.js   what runs inside the container, by the container's own Node
#   copies/<service>/<database>/<time>.db.gz with <time>.facts beside it
#   last               when it ran last     problem    what went wrong then

set -u
umask 077
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}
export LC_ALL PATH

case $0 in */*) cd "${0%/*}" || exit 1 ;; esac
tab=$(printf '\t')
now=$(date +%s)

keep=7 docker_socket=/var/run/docker.sock docker_sudo=no
while IFS=$tab read -r kind name value; do
  [ "$kind" = set ] || continue
  case $name in
    keep) keep=$value ;;
    docker_socket) docker_socket=$value ;;
    docker_sudo) docker_sudo=$value ;;
  esac
done <databases || exit 1

have() { command -v "$1" >/dev/null 2>&1; }
is_id() { case $1 in '' | *[!a-z0-9-]*) return 1 ;; esac }
is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac }
# One short line of plain ASCII: it is shown to people.
plain() { tr -cd '\040-\176' | head -c 200; }
is_number "$keep" && [ "$keep" -ge 1 ] || keep=7

dock() {
  if [ "$docker_sudo" = yes ]; then sudo -n docker -H "unix://$docker_socket" "$@"
  else docker -H "unix://$docker_socket" "$@"; fi
}

# A run that was killed leaves its lock behind: after six hours nobody believes it any more.
if ! mkdir lock 2>/dev/null; then
  since=0
  [ -r lock/since ] && read -r since <lock/since
  is_number "$since" || since=0
  [ -d lock ] && [ $((now - since)) -ge 0 ] && [ $((now - since)) -lt 21600 ] && exit 0
  rm -rf lock
  mkdir lock 2>/dev/null || exit 1
fi
echo "$now" >lock/since 2>/dev/null
trap 'rm -rf lock run' EXIT
trap 'exit 1' HUP INT TERM
rm -rf run
mkdir -p run copies 2>/dev/null
: >run/problem

# failed <service>/<database> <why>
failed() { printf '%s\t%s\n' "$1" "$(printf '%s' "$2" | plain)" >>run/problem; }

# free_bytes   what this folder's disk still takes
free_bytes() { df -Pk . 2>/dev/null | awk 'NR == 2 { print $4 * 1024 }'; }

# copy_one   the database that service, database, compose, project and path name
copy_one() {
  what=$service/$database
  set -- --filter "label=com.docker.compose.service=$compose" --filter status=running
  [ "$project" = - ] || set -- "$@" --filter "label=com.docker.compose.project=$project"
  id=$(dock ps -q --no-trunc "$@" 2>run/said | head -n 1)
  if [ -z "$id" ]; then failed "$what" "no running container. $(cat run/said)"; return; fi

  bytes=$(dock exec "$id" stat -c %s "$path" 2>/dev/null)
  if is_number "$bytes" && [ "$(free_bytes)" -lt $((bytes * 2 + 67108864)) ]; then
    failed "$what" "the disk is too full for a copy of $bytes bytes"
    return
  fi

  folder=copies/$service/$database
  stamp=$(date -u +%Y-%m-%dT%H-%M-%SZ)
  mkdir -p "$folder" 2>/dev/null
  # What a killed run left.
  rm -f "$folder"/*.part
  # Its input ends with this script: what runs in the container ends then too, and takes its file with it.
  rm -f run/alive
  mkfifo run/alive || { failed "$what" 'no pipe could be made'; return; }
  exec 3<>run/alive
  dock exec -i "$id" node -e "$(cat copy-database.js)" "$path" <run/alive >"$folder/$stamp.part" 2>run/said 3>&-
  code=$?
  exec 3>&-
  # Its last line: "ronda <sha256> <bytes>".
  read -r word sum size <<END
$(grep '^ronda ' run/said | tail -n 1)
END
  if [ $code -ne 0 ] || [ "${word:-}" != ronda ]; then
    rm -f "$folder/$stamp.part"
    case $code in 126 | 127) failed "$what" 'its image has no node' ;; *) failed "$what" "$(cat run/said)" ;; esac
    return
  fi
  written=$(sha256sum "$folder/$stamp.part" 2>/dev/null | cut -d ' ' -f 1)
  if [ "$written" != "$sum" ]; then
    rm -f "$folder/$stamp.part"
    failed "$what" 'what lies on the disk is not what was sent'
    return
  fi
  # Read back before the plain one goes.
  if ! gzip -1 -c "$folder/$stamp.part" >"$folder/$stamp.db.gz.part" ||
    ! gzip -dc <"$folder/$stamp.db.gz.part" | cmp -s - "$folder/$stamp.part"; then
    rm -f "$folder/$stamp.part" "$folder/$stamp.db.gz.part"
    failed "$what" 'the copy could not be packed; the disk may be full'
    return
  fi
  rm -f "$folder/$stamp.part"
  {
    printf 'at\t%s\nsha256\t%s\nbytes\t%s\npath\t%s\n' "$(date +%s)" "$sum" "$size" "$path"
    printf 'container\t%s\n' "$id"
    dock inspect --format '{{printf "image-id\t%s\nimage\t%s\nname\t%s" .Image .Config.Image .Name}}' "$id" 2>/dev/null
  } >"$folder/$stamp.facts.part" && sync && mv "$folder/$stamp.db.gz.part" "$folder/$stamp.db.gz" &&
    mv "$folder/$stamp.facts.part" "$folder/$stamp.facts" || {
    rm -f "$folder/$stamp.db.gz.part" "$folder/$stamp.facts.part" "$folder/$stamp.db.gz"
    failed "$what" 'the copy could not be named; the disk may be full'
    return
  }

  # The newest stay. Names are times: their order is that of the alphabet. What a clock that ran ahead has named does not
  # count: it would push out the copy that was just made.
  count=0
  for facts in $(ls -r "$folder" | grep '\.facts$'); do
    [ $count -gt 0 ] || [ "$facts" = "$stamp.facts" ] || continue
    count=$((count + 1))
    [ $count -le "$keep" ] && continue
    rm -f "$folder/$facts" "$folder/${facts%.facts}.db.gz"
  done
}

if have docker; then
  while IFS=$tab read -r kind service database compose project path <&4; do
    [ "$kind" = database ] && is_id "$service" && is_id "$database" || continue
    copy_one
  done 4<databases
else
  failed - 'the docker command is not there'
fi

if [ -s run/problem ]; then mv run/problem problem; else rm -f problem; fi
printf '%s %s\n' "$now" "$(($(date +%s) - now))" >last
[ ! -e problem ]
