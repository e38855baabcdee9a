//! The desk as a process of its own.

fn main() -> std::process::ExitCode {
    huiyin_chassis::main::<huiyin_desk::Desk>()
}
