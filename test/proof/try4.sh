for i in "$@"; do timeout 40 /tmp/p.sh node test/proof/try2.ts $i 2>&1 | grep -a "DETECTED\|rror\|=>" | cut -c1-330; done
