# Turns the API's list of changes into lines: state, metric, commit, benchmark with its parameters, before, after.
# Reads JSON with a walker of its own, so that the quickstart needs neither Python nor jq.

{ text = text $0 }

END {
    place = 1
    walk("")
    for (item = 0; (item, "id") in field; item++) {
        name = field[item, "benchmark"]
        for (number = 1; number <= parameters[item]; number++)
            if (parameter[item, number] !~ /^pkg=/) name = name "/" parameter[item, number]
        print field[item, "state"] "\t" field[item, "metric"] "\t" field[item, "commit"] "\t" name \
            "\t" field[item, "before"] "\t" field[item, "after"]
    }
}

# One value; `path` is where it stands, such as “.items.3.metric”.
function walk(path,    first, key, index_) {
    blank()
    first = substr(text, place, 1)
    if (first == "{") {
        place++
        for (blank(); substr(text, place, 1) != "}" && place <= length(text); blank()) {
            key = string()
            blank()
            place++                                  # the colon
            walk(path "." key)
            blank()
            if (substr(text, place, 1) == ",") place++
        }
        place++
    } else if (first == "[") {
        place++
        index_ = 0
        for (blank(); substr(text, place, 1) != "]" && place <= length(text); blank()) {
            walk(path "." index_++)
            blank()
            if (substr(text, place, 1) == ",") place++
        }
        place++
    } else if (first == "\"") keep(path, string())
    else if (match(substr(text, place, 40), /^[^],} \t]+/)) {
        keep(path, substr(text, place, RLENGTH))
        place += RLENGTH
    } else place++
}

function blank() { while (substr(text, place, 1) ~ /[ \t\r\n]/) place++ }

# A string as it is written, without its quotes.
function string(    begin) {
    begin = ++place
    while (substr(text, place, 1) != "\"" && place <= length(text)) place += substr(text, place, 1) == "\\" ? 2 : 1
    return substr(text, begin, place++ - begin)
}

function keep(path, value,    part, count) {
    count = split(path, part, ".")
    if (part[2] != "items") return
    if (count == 4) field[part[3], part[4]] = value
    if (count == 5 && part[4] == "parameters") parameter[part[3], ++parameters[part[3]]] = part[5] "=" value
}
