#!/bin/bash
# health.sh PORT PATH: succeeds if the response is 200. The images have no curl, and a JVM for each check would cost
# more than the service itself.
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
