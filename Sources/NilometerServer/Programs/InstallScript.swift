/// The shell script with which a job fetches the command line from this server: `curl -fsS SERVER/install | sh`.
enum InstallScript {
    /// The script.
    ///
    /// It puts the program where the shell finds it, checks its sum, and writes down the server's address, so that no later
    /// command has to name it. It is one function, so that half of a script does nothing.
    ///
    /// - Parameters:
    ///   - server: the address that people reach this server at, without a slash at its end; of letters that a shell
    ///     takes as they are within single quotes.
    ///   - programs: what can be fetched.
    /// - Returns: a script for any POSIX shell.
    static func text(server: String, programs: [Program]) -> String {
        let quoted = server.replacing("'", with: "'\\''")
        let sums = programs.map { "    \($0.name)) sum=\($0.digest) ;;" }.joined(separator: "\n")
        let names = programs.map { String($0.name.dropFirst(Program.prefix.count)) }.joined(separator: ", ")
        let offer = names.isEmpty ? "none: put the program nilometer beside nilometerd" : names
        return """
            #!/bin/sh
            # Puts nilometer, the command line of this server, on the PATH.   curl -fsS \(server)/install | sh
            # NILOMETER_BIN is the folder; else the first of /usr/local/bin and ~/.local/bin that can be written.
            set -eu
            refuse() {
              echo "nilometer: $1" >&2
              exit 2
            }
            main() {
              server='\(quoted)'
              name=nilometer-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
              case $name in
            \(sums.isEmpty ? "" : sums + "\n")    *) refuse "$server has no program for ${name#nilometer-} (it has \(offer))." ;;
              esac
              if [ -n "${NILOMETER_BIN:-}" ]; then folder=$NILOMETER_BIN
              elif [ -w /usr/local/bin ]; then folder=/usr/local/bin
              else folder=$HOME/.local/bin
              fi
              mkdir -p "$folder"
              file=$folder/.nilometer.$$
              trap 'rm -f "$file"' EXIT
              if command -v curl >/dev/null; then curl -fsS --retry 5 -o "$file" "$server/download/$name"
              else wget -q -O "$file" "$server/download/$name"
              fi || refuse "$server/download/$name could not be fetched."
              if command -v sha256sum >/dev/null; then got=$(sha256sum <"$file")
              else got=$(shasum -a 256 <"$file")
              fi
              [ "${got%% *}" = "$sum" ] || refuse "what came from $server/download/$name is not whole; try again."
              chmod 755 "$file"
              mv -f "$file" "$folder/nilometer"
              settings=${XDG_CONFIG_HOME:-$HOME/.config}/nilometer/nilometer.toml
              if [ ! -e "$settings" ]; then
                mkdir -p "${settings%/*}"
                printf 'server = "%s"\\n' "$server" >"$settings"
              elif ! grep -qF "$server" "$settings"; then
                echo "$settings names another server and is left as it is; give --server $server" >&2
              fi
              # Later steps of a job look for programs where these files say.
              if [ -n "${GITHUB_PATH:-}" ]; then echo "$folder" >>"$GITHUB_PATH"; fi
              if [ -n "${BASH_ENV:-}" ]; then echo "export PATH=\\"$folder:\\$PATH\\"" >>"$BASH_ENV"; fi
              echo "nilometer, from $server, is in $folder"
              case :$PATH: in *:"$folder":*) ;; *) echo "add it to the PATH: export PATH=\\"$folder:\\$PATH\\"" ;; esac
            }
            main

            """
    }
}
