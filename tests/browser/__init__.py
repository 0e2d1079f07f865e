import pytest

pytest.register_assert_rewrite("tests.browser.person")  # so that a failure there says what was compared
