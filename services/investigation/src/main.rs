//! `huiyin-investigation`: this service in a process of its own.

fn main() -> std::process::ExitCode {
    huiyin_chassis::main::<huiyin_investigation::Investigation>()
}
